// Once: the first does it and the others wait for it; a panic counts as done.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var once sync.Once
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(time.Duration(i) * 30 * time.Millisecond)
			once.Do(func() {
				fmt.Println(i, "sets up")
				time.Sleep(100 * time.Millisecond)
			})
			fmt.Println("set up")
		}()
	}
	wg.Wait()
	var broken sync.Once
	for i := 1; i <= 2; i++ {
		func() {
			defer func() { fmt.Println("attempt", i, "recovered", recover()) }()
			broken.Do(func() { panic("no luck") })
		}()
	}
}
