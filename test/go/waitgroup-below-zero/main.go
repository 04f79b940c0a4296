// A counter that was driven below zero stays there: the next one only brings it back to zero.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		wg.Done()
	}()
	wg.Add(1)
	wg.Wait()
	fmt.Println("back at zero")
	wg.Done()
}
