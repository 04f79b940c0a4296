// Two senders come to one waiting select: the first is served, the second has to wait for the next.
package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := make(chan string), make(chan string)
	sent := make(chan string, 2)
	go func() {
		time.Sleep(10 * time.Millisecond)
		a <- "from a"
		sent <- "a has sent"
	}()
	go func() {
		time.Sleep(20 * time.Millisecond)
		b <- "from b"
		sent <- "b has sent"
	}()
	next := func() string {
		select {
		case v := <-a:
			return v
		case v := <-b:
			return v
		}
	}
	fmt.Println(next())
	time.Sleep(30 * time.Millisecond)
	fmt.Println("done so far", len(sent), <-sent)
	fmt.Println(next())
	fmt.Println(<-sent)
}
