// To unlock what is not locked is a fatal error: no recover, no deferred call, and only who did it is shown.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	c := make(chan int)
	go func() { <-c }()
	time.Sleep(10 * time.Millisecond)
	defer fmt.Println("never printed")
	defer func() { recover() }()
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	fmt.Println("once is fine")
	mu.Unlock()
}
