// A writer that waits keeps new readers out, even one that reads already: both wait for ever.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.RWMutex
	mu.RLock()
	go func() {
		mu.Lock()
		fmt.Println("never printed")
	}()
	time.Sleep(10 * time.Millisecond)
	fmt.Println("try:", mu.TryRLock(), mu.TryLock())
	mu.RLock()
}
