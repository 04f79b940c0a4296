// Many read at once; a writer waits for them, and those who come after it wait for the writer.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	start := func(delay int, body func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(time.Duration(delay) * time.Millisecond)
			body()
		}()
	}
	read := func(name string) func() {
		return func() {
			mu.RLock()
			defer mu.RUnlock()
			fmt.Println(name, "reads")
			time.Sleep(100 * time.Millisecond)
		}
	}
	start(10, read("first"))
	start(30, read("second"))
	start(50, func() {
		mu.Lock()
		fmt.Println("the writer writes")
		time.Sleep(50 * time.Millisecond)
		mu.Unlock()
	})
	start(70, read("third"))
	wg.Wait()
	fmt.Println("writers first:", mu.TryLock(), mu.TryRLock())
	mu.Unlock()
	fmt.Println("readers first:", mu.TryRLock(), mu.TryLock())
}
