// Goexit ends one goroutine, through all its callers, and is no panic.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func leave(n int) {
	defer fmt.Println("deferred at depth", n)
	if n == 0 {
		runtime.Goexit()
	}
	leave(n - 1)
	fmt.Println("never printed")
}

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("recovered:", recover()) }()
		leave(2)
	}()
	wg.Wait()
	fmt.Println("main goes on")
}
