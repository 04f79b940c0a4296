// Of two writers the second waits for the first, and not for the readers: it has another reason.
package main

import (
	"sync"
	"time"
)

func main() {
	var mu sync.RWMutex
	mu.RLock()
	go func() { mu.Lock() }()
	time.Sleep(10 * time.Millisecond)
	go func() { mu.Lock() }()
	time.Sleep(10 * time.Millisecond)
	go func() { mu.RLock() }()
	select {}
}
