package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func main() {
	room()
	closing()
}

type member struct {
	name   string
	outbox chan string
}

func room() {
	bob := member{"bob", make(chan string, 2)}
	carol := member{"carol", make(chan string, 2)}
	members := []member{bob, carol}
	written := make(chan struct{})
	go carol.pump(func() { written <- struct{}{} })

	fmt.Println("bob and carol enter, and bob stops reading")
	for _, message := range []string{"tick 1", "tick 2", "tick 3", "tick 4"} {
		fmt.Printf("the room says %q\n", message)
		members = broadcast(members, message)
		<-written // the story waits for carol; the room does not
	}

	for _, m := range members {
		close(m.outbox)
	}
	fmt.Println("the room closes, and bob comes back")
	bob.pump(func() {})
	fmt.Println("nothing more comes for bob")
}

func broadcast(members []member, message string) []member {
	return slices.DeleteFunc(members, func(m member) bool {
		if m.offer(message) {
			return false
		}
		fmt.Printf("%d wait for %s: too slow, the room lets go\n", len(m.outbox), m.name)
		close(m.outbox)
		return true
	})
}

// #region offer
func (m member) offer(message string) bool {
	select {
	case m.outbox <- message:
		return true
	default:
		return false
	}
}

// #endregion offer

// #region take
func (m member) takeReady() []string {
	first, ok := <-m.outbox
	if !ok {
		return nil
	}
	ready := []string{first}
	for range len(m.outbox) {
		ready = append(ready, <-m.outbox)
	}
	return ready
}

// #endregion take

func (m member) pump(sent func()) {
	for {
		messages := m.takeReady()
		if len(messages) == 0 {
			return
		}
		fmt.Printf("%s is sent \"%s\" in one write\n", m.name, strings.Join(messages, `", "`))
		sent()
	}
}

// #region speak
func speak(lines chan string, full chan struct{}) {
	for _, line := range []string{"one", "two"} {
		lines <- line
		fmt.Printf("alice sends %q: %d of %d\n", line, len(lines), cap(lines))
	}
	fmt.Println(`alice waits with "three": there is no room`)
	close(full)
	lines <- "three"
	close(lines)
}

// #endregion speak

func closing() {
	lines := make(chan string, 2)
	full := make(chan struct{})
	go speak(lines, full)
	<-full

	// #region range
	for line := range lines {
		fmt.Printf("bob hears %q\n", line)
	}
	value, ok := <-lines
	fmt.Printf("bob asks once more: value %q, ok %v\n", value, ok)
	// #endregion range

	wishes := make(chan string)
	told := make(chan any)
	go wish(wishes, told)
	time.Sleep(20 * time.Millisecond)
	fmt.Println("bob closes the channel on which dave waits to send")
	close(wishes)
	fmt.Println("dave panics:", <-told)
}

func wish(wishes chan string, told chan any) {
	defer func() { told <- recover() }()
	wishes <- "four"
}
