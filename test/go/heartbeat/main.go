// A worker says that it is alive; who hears nothing for too long gives it up.
package main

import (
	"fmt"
	"time"
)

func worker(done <-chan struct{}, pulse, pace time.Duration) (<-chan struct{}, <-chan int) {
	heartbeat, results := make(chan struct{}), make(chan int)
	go func() {
		beat := time.NewTicker(pulse)
		defer beat.Stop()
		work := time.NewTicker(pace)
		defer work.Stop()
		for n := 1; ; {
			select {
			case <-done:
				return
			case <-beat.C:
				select {
				case heartbeat <- struct{}{}:
				default:
				}
			case <-work.C:
				if n > 2 { // it has died, and says nothing more
					return
				}
				select {
				case results <- n:
					n++
				case <-done:
					return
				}
			}
		}
	}()
	return heartbeat, results
}

func main() {
	done := make(chan struct{})
	defer close(done)
	heartbeat, results := worker(done, 100*time.Millisecond, 230*time.Millisecond)
	for {
		select {
		case <-heartbeat:
			fmt.Println("pulse")
		case r := <-results:
			fmt.Println("result", r)
		case <-time.After(600 * time.Millisecond):
			fmt.Println("no sign of life")
			return
		}
	}
}
