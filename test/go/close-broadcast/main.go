// One close lets everybody go who waits for it, and everybody who comes later.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	start := make(chan struct{})
	var wg sync.WaitGroup
	var mu sync.Mutex
	gone := 0
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, ok := <-start
			if !ok {
				mu.Lock()
				gone++
				mu.Unlock()
			}
		}()
	}
	time.Sleep(10 * time.Millisecond)
	mu.Lock()
	fmt.Println("before the close", gone)
	mu.Unlock()
	close(start)
	wg.Wait()
	fmt.Println("after the close", gone)
	_, ok := <-start
	fmt.Println("a late one:", ok)
}
