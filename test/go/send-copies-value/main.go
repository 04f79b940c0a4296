// A send copies the value: what the sender changes afterwards, the receiver does not see. Behind a pointer it does.
package main

import "fmt"

type message struct{ text string }

func main() {
	values := make(chan message, 1)
	m := message{"sent"}
	values <- m
	m.text = "changed"
	fmt.Println("a value was", (<-values).text)
	pointers := make(chan *message, 1)
	p := &message{"sent"}
	pointers <- p
	p.text = "changed"
	fmt.Println("behind a pointer it is", (<-pointers).text)
	lists := make(chan []int, 1)
	list := []int{1, 2, 3}
	lists <- list
	list[0] = 9
	fmt.Println("of a slice both see", (<-lists)[0])
}
