// A close wakes who waits to send, with a panic; a value that waits is lost, one in the buffer is not.
package main

import (
	"fmt"
	"time"
)

func send(c chan int, v int, done chan<- any) {
	defer func() { done <- recover() }()
	c <- v
}

func main() {
	c := make(chan int, 1)
	c <- 1
	done := make(chan any)
	go send(c, 2, done)
	time.Sleep(10 * time.Millisecond)
	close(c)
	fmt.Println("recovered:", <-done)
	v, ok := <-c
	fmt.Println("kept:", v, ok)
	v, ok = <-c
	fmt.Println("then:", v, ok)
	d := make(chan int)
	go func() { d <- 3 }()
	time.Sleep(10 * time.Millisecond)
	close(d)
	time.Sleep(10 * time.Millisecond)
	fmt.Println("never printed")
}
