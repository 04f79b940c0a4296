// A slow reader misses ticks: at most one is kept, and the ticker does not catch up.
package main

import (
	"fmt"
	"time"
)

func main() {
	ticker := time.NewTicker(20 * time.Millisecond)
	for i := 0; i < 3; i++ {
		<-ticker.C
		fmt.Println("tick")
	}
	time.Sleep(70 * time.Millisecond)
	for i := 0; i < 3; i++ {
		<-ticker.C
		fmt.Println("late tick")
	}
	ticker.Reset(50 * time.Millisecond)
	<-ticker.C
	fmt.Println("slower")
	ticker.Stop()
	select {
	case <-ticker.C:
		fmt.Println("BUG: a tick after the stop")
	case <-time.After(100 * time.Millisecond):
		fmt.Println("stopped, not closed")
	}
}
