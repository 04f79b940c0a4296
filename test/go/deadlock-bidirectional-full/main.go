// Two peers fill each other's buffers before either reads.
package main

import "fmt"

func peer(name string, out chan<- int, in <-chan int, done chan<- string) {
	for i := 0; i < 3; i++ {
		out <- i
	}
	for i := 0; i < 3; i++ {
		<-in
	}
	done <- name
}

func main() {
	a, b := make(chan int, 2), make(chan int, 2)
	done := make(chan string)
	go peer("left", a, b, done)
	go peer("right", b, a, done)
	fmt.Println("buffers for", cap(a), "of 3")
	fmt.Println(<-done)
}
