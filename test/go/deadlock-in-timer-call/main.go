// A call of AfterFunc is a goroutine of its own, started by the clock.
package main

import (
	"fmt"
	"time"
)

func main() {
	c := make(chan int)
	time.AfterFunc(10*time.Millisecond, func() {
		fmt.Println("called, and waiting")
		<-c
	})
	<-c
}
