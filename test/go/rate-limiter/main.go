// One request per tick; a buffer of tokens lets a first few go at once.
package main

import (
	"fmt"
	"time"
)

func main() {
	requests := make(chan int, 5)
	for i := 1; i <= 5; i++ {
		requests <- i
	}
	close(requests)
	limiter := time.Tick(20 * time.Millisecond)
	for r := range requests {
		<-limiter
		fmt.Println("request", r)
	}
	bursty := make(chan time.Time, 3)
	for i := 0; i < 3; i++ {
		bursty <- time.Now()
	}
	go func() {
		for t := range time.Tick(30 * time.Millisecond) {
			bursty <- t
		}
	}()
	for r := 1; r <= 5; r++ {
		<-bursty
		fmt.Println("bursty request", r)
	}
}
