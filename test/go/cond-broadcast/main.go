// A condition: Signal wakes who has waited longest, Broadcast wakes all, and each looks again.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	bread := 0
	var wg sync.WaitGroup
	for i := 1; i <= 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			for bread == 0 {
				cond.Wait()
			}
			bread--
			fmt.Println("a guest eats, left", bread)
		}()
		time.Sleep(10 * time.Millisecond)
	}
	bake := func(n int, tell func()) {
		mu.Lock()
		bread += n
		fmt.Println("baked", n)
		mu.Unlock()
		tell()
		time.Sleep(10 * time.Millisecond)
	}
	bake(1, cond.Signal)
	bake(1, cond.Signal)
	bake(0, cond.Broadcast)
	bake(3, cond.Broadcast)
	wg.Wait()
	fmt.Println("all fed, left", bread)
}
