// A select that has chosen leaves nobody standing at its other channels.
package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := make(chan int), make(chan int)
	chosen := make(chan string)
	go func() {
		select {
		case <-a:
			chosen <- "a"
		case <-b:
			chosen <- "b"
		}
	}()
	time.Sleep(10 * time.Millisecond)
	b <- 1
	fmt.Println("chosen", <-chosen)
	select {
	case a <- 1:
		fmt.Println("BUG: somebody still waits at a")
	case b <- 1:
		fmt.Println("BUG: somebody still waits at b")
	default:
		fmt.Println("nobody waits")
	}
	done := make(chan int)
	go func() {
		select { // the same channel twice, both ways
		case v := <-a:
			done <- v
		case v := <-a:
			done <- v
		case a <- 7:
			done <- 7
		}
	}()
	time.Sleep(10 * time.Millisecond)
	a <- 5
	fmt.Println("received", <-done)
	select {
	case v := <-a:
		fmt.Println("BUG: a sender is left", v)
	case a <- 6:
		fmt.Println("BUG: a receiver is left")
	case <-time.After(10 * time.Millisecond):
		fmt.Println("nobody is left")
	}
}
