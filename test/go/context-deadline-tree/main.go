// A deadline holds for everything below it, and an earlier one below holds there.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func work(ctx context.Context, name string, need time.Duration) string {
	select {
	case <-time.After(need):
		return fmt.Sprint(name, " is done")
	case <-ctx.Done():
		return fmt.Sprint(name, " gives up: ", ctx.Err())
	}
}

func main() {
	root, cancel := context.WithTimeout(context.Background(), 400*time.Millisecond)
	defer cancel()
	short, cancelShort := context.WithTimeout(root, 100*time.Millisecond)
	defer cancelShort()
	long, cancelLong := context.WithTimeout(root, 1000*time.Millisecond)
	defer cancelLong()
	var wg sync.WaitGroup
	start := func(ctx context.Context, name string, need time.Duration) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println(work(ctx, name, need))
		}()
	}
	start(short, "quick", 20*time.Millisecond)
	start(short, "slow", 200*time.Millisecond)
	start(root, "medium", 240*time.Millisecond)
	start(long, "endless", 800*time.Millisecond)
	wg.Wait()
	d, ok := long.Deadline()
	r, _ := root.Deadline()
	fmt.Println("the longer deadline is the root's:", ok, d.Equal(r))
	_, ok = context.Background().Deadline()
	fmt.Println("the background has one:", ok)
}
