// WaitGroup.Go counts and starts in one; a group can be used again once it is empty.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum := 0
	for round := 1; round <= 2; round++ {
		for i := 1; i <= 4; i++ {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * 10 * time.Millisecond)
				mu.Lock()
				defer mu.Unlock()
				sum += i
			})
		}
		wg.Wait()
		fmt.Println("round", round, "sum", sum)
	}
	var both sync.WaitGroup
	for i := 0; i < 2; i++ {
		both.Go(wg.Wait)
	}
	both.Wait()
	fmt.Println("an empty group keeps nobody")
	wg.Go(func() { <-make(chan int) })
	wg.Wait()
}
