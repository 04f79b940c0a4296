// An exit while a panic is being handled: what was deferred before is not run.
package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("never printed")
	defer func() {
		fmt.Println("recovered:", recover())
		os.Exit(4)
	}()
	defer fmt.Println("deferred last, run first")
	var c chan int
	close(c)
}
