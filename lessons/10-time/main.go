package main

import (
	"context"
	"fmt"
	"time"
)

// Go's clock is real, so a second of the story is 20 milliseconds here.
const second = 20 * time.Millisecond

const (
	pingEvery = 30 * second
	patience  = 40 * second
)

type guest struct {
	name         string
	comes        time.Duration
	answers      int
	hello        chan string
	pings, pongs chan struct{}
}

func newGuest(name string, comes time.Duration, answers int) guest {
	return guest{name, comes, answers, make(chan string), make(chan struct{}, 1), make(chan struct{})}
}

func evening() {
	room, done := context.WithTimeout(context.Background(), 105*second)
	defer done()
	fmt.Println("the room opens")
	gone := make(chan struct{})
	guests := []guest{newGuest("alice", 0, 9), newGuest("", 3*second, 0), newGuest("bob", 10*second, 1)}
	for _, g := range guests {
		go visit(room, g)
		go func() { receive(room, g); gone <- struct{}{} }()
	}
	for range guests {
		<-gone
	}
}

// #region receive
func receive(room context.Context, g guest) {
	time.Sleep(g.comes)
	select {
	case name := <-g.hello:
		fmt.Println(name, "comes in")
	case <-time.After(5 * second):
		fmt.Println("somebody gives no name: let go")
		return
	case <-room.Done():
		return
	}
	stay, letGo := context.WithCancel(room)
	defer letGo()
	go answer(stay, g)
	heartbeat(stay, g)
}

// #endregion receive

func heartbeat(stay context.Context, g guest) {
	// #region heartbeat
	ticker := time.NewTicker(pingEvery)
	silence := time.NewTimer(patience)
	for {
		select {
		case <-ticker.C:
			fmt.Println("ping to", g.name)
			select {
			case g.pings <- struct{}{}:
			default:
			}
		case <-g.pongs:
			fmt.Println("pong from", g.name)
			silence.Reset(patience)
		case <-silence.C:
			fmt.Println(g.name, "is silent for 40 s: let go")
			return
		case <-stay.Done():
			fmt.Printf("%s is told: %v\n", g.name, stay.Err())
			return
		}
	}
	// #endregion heartbeat
}

func visit(room context.Context, g guest) {
	if g.name == "" {
		return
	}
	time.Sleep(g.comes + second)
	select {
	case g.hello <- g.name:
	case <-room.Done():
	}
}

func answer(stay context.Context, g guest) {
	for range g.answers {
		select {
		case <-g.pings:
		case <-stay.Done():
			return
		}
		time.Sleep(2 * second)
		select {
		case g.pongs <- struct{}{}:
		case <-stay.Done():
		}
	}
	<-stay.Done()
}

// #region rings
func rings() {
	ticker := time.NewTicker(100 * time.Millisecond)
	time.Sleep(350 * time.Millisecond)
	ticks := 0
	for received := true; received; {
		select {
		case <-ticker.C:
			ticks++
		default:
			received = false
		}
	}
	fmt.Println("3 ticks were due,", ticks, "is received")
	ticker.Stop()

	timer := time.NewTimer(10 * time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	fmt.Println("the timer has rung, and stop is", timer.Stop())
	select {
	case <-timer.C:
		fmt.Println("after that stale is received")
	default:
		fmt.Println("after that nothing is received")
	}
}

// #endregion rings

func main() {
	evening()
	rings()
}
