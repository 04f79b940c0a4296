// Main leaves by Goexit: its deferred calls run, the others go on, and the last one to go leaves nobody.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	defer fmt.Println("main's deferred call")
	for i := 1; i <= 3; i++ {
		go func() {
			time.Sleep(time.Duration(i) * 60 * time.Millisecond)
			fmt.Println("goroutine", i, "ends")
		}()
	}
	runtime.Goexit()
	fmt.Println("never printed")
}
