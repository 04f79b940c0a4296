// A send on a closed channel is a case that can go on: it is chosen about as often as another, and panics.
package main

import "fmt"

func try(closed chan int, ready chan int) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	select {
	case closed <- 1:
	case <-ready:
	}
	return false
}

func main() {
	closed, ready := make(chan int), make(chan int)
	close(closed)
	close(ready)
	const n = 10000
	panics := 0
	for i := 0; i < n; i++ {
		if try(closed, ready) {
			panics++
		}
	}
	fmt.Println("about half:", panics > n*4/10 && panics < n*6/10)
}
