// A goroutine that owns a state and answers for it: who asks after it has quit waits for ever.
package main

import (
	"errors"
	"fmt"
	"time"
)

type door struct{ open, close, quit chan chan error }

func (d *door) run() {
	isOpen := false
	for {
		select {
		case reply := <-d.open:
			if isOpen {
				reply <- errors.New("is open already")
				continue
			}
			isOpen = true
			reply <- nil
		case reply := <-d.close:
			if !isOpen {
				reply <- errors.New("is closed already")
				continue
			}
			isOpen = false
			reply <- nil
		case reply := <-d.quit:
			reply <- nil
			return
		}
	}
}

func ask(c chan chan error) error {
	reply := make(chan error)
	c <- reply
	return <-reply
}

func main() {
	d := &door{make(chan chan error), make(chan chan error), make(chan chan error)}
	go d.run()
	fmt.Println("open:", ask(d.open), ask(d.open))
	fmt.Println("close:", ask(d.close), ask(d.close))
	fmt.Println("quit:", ask(d.quit))
	time.AfterFunc(20*time.Millisecond, func() { fmt.Println("nobody answers") })
	fmt.Println("open:", ask(d.open))
}
