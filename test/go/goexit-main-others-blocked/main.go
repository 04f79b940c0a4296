// Main leaves by Goexit, and another waits for ever: that is the usual deadlock, without main.
package main

import (
	"fmt"
	"runtime"
)

func wait(c chan int) {
	fmt.Println("waiting")
	<-c
}

func main() {
	c := make(chan int)
	go wait(c)
	runtime.Goexit()
}
