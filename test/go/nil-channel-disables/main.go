// Two sources are merged until both have ended: a source that has is set to nil, and its case is never ready again.
package main

import "fmt"

func count(from, to int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := from; i <= to; i++ {
			c <- i
		}
	}()
	return c
}

func main() {
	a, b := count(1, 3), count(10, 14)
	sum, values, ends := 0, 0, 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				ends++
				continue
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				ends++
				continue
			}
			sum += v
		}
		values++
	}
	fmt.Println("values", values, "sum", sum, "ends", ends)
	select {
	case <-a:
	case <-b:
	default:
		fmt.Println("both are off")
	}
}
