// A panic without a value is given one that says so.
package main

import "fmt"

func main() {
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		panic(nil)
	}()
	panic(nil)
}
