// Workers stop when they are told to, finish what they hold, and are waited for.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func worker(ctx context.Context, jobs <-chan int, results chan<- int) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-jobs:
			time.Sleep(20 * time.Millisecond)
			results <- job * 10
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	jobs, results := make(chan int), make(chan int, 100)
	var wg sync.WaitGroup
	for w := 0; w < 3; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			worker(ctx, jobs, results)
		}()
	}
	sent := 0
	go func() {
		time.Sleep(50 * time.Millisecond)
		fmt.Println("stop")
		cancel()
	}()
feed:
	for i := 1; ; i++ {
		select {
		case jobs <- i:
			sent++
		case <-ctx.Done():
			break feed
		}
	}
	wg.Wait()
	close(results)
	sum := 0
	for r := range results {
		sum += r
	}
	fmt.Println("all that were sent are done:", sum == 10*sent*(sent+1)/2, ctx.Err())
}
