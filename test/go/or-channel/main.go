// Any of many: the first channel to close closes one that stands for all.
package main

import (
	"fmt"
	"time"
)

func or(channels ...<-chan struct{}) <-chan struct{} {
	switch len(channels) {
	case 0:
		return nil
	case 1:
		return channels[0]
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-channels[0]:
		case <-channels[1]:
		case <-or(append(channels[2:], done)...):
		}
	}()
	return done
}

func after(d time.Duration) <-chan struct{} {
	c := make(chan struct{})
	go func() {
		defer close(c)
		time.Sleep(d)
	}()
	return c
}

func main() {
	<-or(after(time.Hour), after(time.Minute), after(30*time.Millisecond), after(time.Second), after(2*time.Hour))
	fmt.Println("one is done")
	fmt.Println("or of nothing is nil:", or() == nil)
	c := make(chan struct{})
	fmt.Println("or of one is that one:", or(c) == c)
}
