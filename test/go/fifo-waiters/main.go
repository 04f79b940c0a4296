// Who waits first is served first: receivers, senders, and senders behind a full buffer.
package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan int)
	log := make(chan string, 10)
	for i := 1; i <= 3; i++ {
		go func() {
			v := <-c
			log <- fmt.Sprintf("receiver %d got %d", i, v)
		}()
		time.Sleep(10 * time.Millisecond)
	}
	for v := 10; v <= 30; v += 10 {
		c <- v
		fmt.Println(<-log)
	}
	b := make(chan int, 2)
	for i := 1; i <= 5; i++ {
		go func() {
			b <- i
			log <- fmt.Sprint("sent ", i)
		}()
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("in the buffer", len(b), "done", len(log))
	for len(log) > 0 {
		fmt.Println(<-log)
	}
	for i := 1; i <= 5; i++ {
		fmt.Println("took", <-b, "left", len(b))
		time.Sleep(10 * time.Millisecond)
		if len(log) > 0 {
			fmt.Println(<-log)
		}
	}
}
