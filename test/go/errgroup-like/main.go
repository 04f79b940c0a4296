// Several tasks, one answer: the first error cancels the rest, and the group waits for all.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type group struct {
	wg     sync.WaitGroup
	once   sync.Once
	err    error
	cancel context.CancelFunc
}

func withContext(parent context.Context) (*group, context.Context) {
	ctx, cancel := context.WithCancel(parent)
	return &group{cancel: cancel}, ctx
}

func (g *group) run(task func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := task(); err != nil {
			g.once.Do(func() {
				g.err = err
				g.cancel()
			})
		}
	}()
}

func (g *group) wait() error {
	g.wg.Wait()
	g.cancel()
	return g.err
}

func main() {
	g, ctx := withContext(context.Background())
	for i := 1; i <= 4; i++ {
		g.run(func() error {
			select {
			case <-time.After(time.Duration(i) * 50 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
			if i == 2 {
				return errors.New("task 2 has failed")
			}
			fmt.Println("task", i, "is done")
			return nil
		})
	}
	fmt.Println("error:", g.wait())
	fmt.Println("context:", ctx.Err())
	empty, _ := withContext(context.Background())
	fmt.Println("without a task:", empty.wait())
}
