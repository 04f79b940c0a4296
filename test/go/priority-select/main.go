// A select has no order of its own: who wants priority asks twice.
package main

import "fmt"

func main() {
	urgent, normal := make(chan int, 10), make(chan int, 10)
	for i := 0; i < 10; i++ {
		urgent <- i
		normal <- i
	}
	close(urgent)
	close(normal)
	order := ""
	for urgent != nil || normal != nil {
		select {
		case _, ok := <-urgent:
			if !ok {
				urgent = nil
				continue
			}
			order += "u"
			continue
		default:
		}
		select {
		case _, ok := <-urgent:
			if !ok {
				urgent = nil
				continue
			}
			order += "u"
		case _, ok := <-normal:
			if !ok {
				normal = nil
				continue
			}
			order += "n"
		}
	}
	fmt.Println(order)
}
