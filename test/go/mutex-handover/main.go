// Who waits for a lock longest gets it first, and a try never waits.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	done := make(chan int, 3)
	for i := 1; i <= 3; i++ {
		go func() {
			mu.Lock()
			fmt.Println("goroutine", i, "has it")
			time.Sleep(10 * time.Millisecond)
			mu.Unlock()
			done <- i
		}()
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("try:", mu.TryLock())
	go mu.Unlock() // somebody else may
	for range 3 {
		<-done
	}
	fmt.Println("try:", mu.TryLock())
}
