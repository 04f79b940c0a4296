// The wait stands inside the loop: the second goroutine would have to start first.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(2)
	for i := 1; i <= 2; i++ {
		go func() {
			defer wg.Done()
			fmt.Println("goroutine", i)
		}()
		wg.Wait()
	}
	fmt.Println("never printed")
}
