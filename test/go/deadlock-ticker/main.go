// A ticker that nobody reads from is no hope: since Go 1.23 it hides no deadlock.
package main

import (
	"fmt"
	"time"
)

func main() {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for i := 1; i <= 2; i++ {
		<-ticker.C
		fmt.Println("tick", i)
	}
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	<-make(chan int)
}
