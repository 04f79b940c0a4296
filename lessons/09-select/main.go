package main

import (
	"fmt"
	"strings"
	"time"
)

const tick = 100 * time.Millisecond

type member struct {
	name   string
	outbox chan string
}

type hub struct {
	join, leave   chan *member
	message, tick chan string
	quit, ended   chan struct{}
	members       map[*member]bool
}

// #region run
func (h *hub) run() {
	defer close(h.ended)
	for {
		tick := h.tick
		if len(h.members) == 0 {
			tick = nil
		}
		select {
		case m := <-h.join:
			h.add(m)
		case m := <-h.leave:
			h.remove(m, "leaves")
		case line := <-h.message:
			h.tell(line)
		case line := <-tick:
			h.tell(line)
		case <-h.quit:
			return
		}
	}
}

// #endregion run

func (h *hub) add(m *member) {
	fmt.Println(m.name, "joins")
	h.members[m] = true
}

func (h *hub) remove(m *member, why string) {
	if !h.members[m] {
		return // gone already
	}
	fmt.Println(m.name, why)
	delete(h.members, m)
	close(m.outbox)
}

// #region tell
func (h *hub) tell(line string) {
	fmt.Println(line)
	for m := range h.members {
		select {
		case m.outbox <- line:
		default:
			h.remove(m, "is let go: outbox full")
		}
	}
}

// #endregion tell

func main() {
	h := &hub{
		join:    make(chan *member),
		leave:   make(chan *member),
		message: make(chan string),
		tick:    make(chan string),
		quit:    make(chan struct{}),
		ended:   make(chan struct{}),
		members: map[*member]bool{},
	}
	go h.run()
	bob, carol, alice := h.enter("bob"), h.enter("carol"), h.enter("alice")
	carolHeard := make(chan []string)
	go func() { carolHeard <- h.hear(carol) }()

	h.message <- "alice: hi"
	go h.clock()
	for line := range alice.outbox {
		if line == "tick 2" {
			break
		}
	}
	h.message <- "alice: bye"
	heard := <-carolHeard
	h.leave <- alice

	time.Sleep(3 * tick)
	fmt.Println("3 ticks pass in the empty room")
	close(h.quit)
	<-h.ended
	fmt.Println("the hub quits")
	fmt.Println("bob finds", strings.Join(h.hear(bob), ", "))
	fmt.Println("carol has heard", strings.Join(heard, ", "))
}

func (h *hub) enter(name string) *member {
	m := &member{name, make(chan string, 2)}
	h.join <- m
	return m
}

func (h *hub) hear(m *member) (heard []string) {
	for line := range m.outbox {
		heard = append(heard, line)
		if line == "alice: bye" {
			h.leave <- m
		}
	}
	return heard
}

func (h *hub) clock() {
	for count := 1; ; count++ {
		time.Sleep(tick)
		h.tick <- fmt.Sprint("tick ", count)
	}
}
