// A request carries the channel for its answer; a channel that is sent is shared, not copied.
package main

import "fmt"

type request struct {
	n     int
	reply chan int
}

func server(requests <-chan request) {
	for r := range requests {
		r.reply <- r.n * r.n
	}
}

func main() {
	requests := make(chan request)
	go server(requests)
	for i := 1; i <= 3; i++ {
		reply := make(chan int)
		requests <- request{i, reply}
		fmt.Println(i, "squared is", <-reply)
	}
	cc := make(chan chan string, 1)
	c := make(chan string, 1)
	cc <- c
	c <- "sent on the original"
	same := <-cc
	fmt.Println("same channel:", same == c, len(same))
	fmt.Println(<-same)
	cc <- c
	c <- "received through both"
	fmt.Println(<-<-cc)
}
