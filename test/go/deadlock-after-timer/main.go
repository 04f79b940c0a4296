// As long as a timer is to come there is hope: the verdict waits for it.
package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan int)
	time.AfterFunc(60*time.Millisecond, func() { fmt.Println("a timer calls") })
	go func() {
		time.Sleep(100 * time.Millisecond)
		fmt.Println("a sleeper wakes")
	}()
	select {
	case <-c:
	case <-time.After(20 * time.Millisecond):
		fmt.Println("a timeout passes")
	}
	<-c
}
