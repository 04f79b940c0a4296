// Goroutines that were started by goroutines: the report says who started whom.
package main

import (
	"fmt"
	"time"
)

func wait(c chan int) { <-c }

func spawn(c chan int) {
	go wait(c)
	go func() {
		wait(c)
	}()
	fmt.Println("spawned")
}

func main() {
	c := make(chan int)
	go spawn(c)
	go func() {
		go func() { c <- 0 }()
		time.Sleep(20 * time.Millisecond)
		go wait(c)
		<-c
	}()
	time.Sleep(50 * time.Millisecond)
	fmt.Println("waiting")
	select {}
}
