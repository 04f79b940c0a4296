// One stream becomes two: each value goes to both, in whatever order they are ready, before the next is taken.
package main

import "fmt"

func tee(in <-chan int) (<-chan int, <-chan int) {
	a, b := make(chan int), make(chan int)
	go func() {
		defer close(a)
		defer close(b)
		for v := range in {
			toA, toB := a, b
			for range 2 {
				select {
				case toA <- v:
					toA = nil
				case toB <- v:
					toB = nil
				}
			}
		}
	}()
	return a, b
}

func main() {
	in := make(chan int)
	go func() {
		defer close(in)
		for i := 1; i <= 4; i++ {
			in <- i
		}
	}()
	a, b := tee(in)
	for v := range a {
		fmt.Println("both have", v, <-b)
	}
	_, ok := <-b
	fmt.Println("both are closed:", !ok)
}
