// One holds the lock and waits for a value; the other has the value and waits for the lock.
package main

import (
	"fmt"
	"sync"
	"time"
)

type account struct {
	mu      sync.Mutex
	updates chan int
}

func (a *account) withdraw() {
	a.mu.Lock()
	defer a.mu.Unlock()
	fmt.Println("waiting for an update, with the lock")
	<-a.updates
}

func (a *account) deposit() {
	time.Sleep(10 * time.Millisecond)
	fmt.Println("waiting for the lock, with an update")
	a.mu.Lock()
	a.updates <- 100
}

func main() {
	a := &account{updates: make(chan int)}
	go a.deposit()
	a.withdraw()
}
