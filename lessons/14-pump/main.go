package main

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

const outboxMessages = 16

// #region pumps
type member struct {
	conn   net.Conn
	outbox chan string
}

func readPump(m member, heard chan<- string, left chan<- member) {
	lines := bufio.NewScanner(m.conn)
	for lines.Scan() {
		heard <- lines.Text()
	}
	left <- m
}

func writePump(m member) {
	for line := range m.outbox {
		fmt.Fprintln(m.conn, line)
	}
	m.conn.Close()
}

// #endregion pumps

type room struct {
	entered, left chan member
	heard         chan string
	ticks         <-chan time.Time
	quit, done    chan struct{}
	here, letGo   int
}

func newRoom(ticks <-chan time.Time) *room {
	r := &room{
		entered: make(chan member), left: make(chan member),
		heard: make(chan string), ticks: ticks,
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	go r.run()
	return r
}

func (r *room) enter(conn net.Conn) {
	m := member{conn, make(chan string, outboxMessages)}
	r.entered <- m
	go writePump(m)
	go readPump(m, r.heard, r.left)
}

// #region run
func (r *room) run() {
	members := map[net.Conn]member{}
	for ticks := 0; ; {
		select {
		case m := <-r.entered:
			members[m.conn] = m
			r.here++
		case m := <-r.left:
			release(members, m)
			r.here--
		case line := <-r.heard:
			r.say(members, line)
		case <-r.ticks:
			ticks++
			r.say(members, fmt.Sprint("tick ", ticks))
		case <-r.quit:
			r.sendHome(members)
			return
		}
	}
}

// #endregion run

// #region say
func (r *room) say(members map[net.Conn]member, line string) {
	for _, m := range members {
		select {
		case m.outbox <- line:
		default: // full: it has not taken the last sixteen, and they are dropped
			r.letGo++
			release(members, m)
			m.conn.Close()
		}
	}
}

// #endregion say

func release(members map[net.Conn]member, m member) {
	if _, isHere := members[m.conn]; isHere {
		delete(members, m.conn)
		close(m.outbox)
	}
}

func (r *room) sendHome(members map[net.Conn]member) {
	r.say(members, "1001")
	for _, m := range members {
		release(members, m)
	}
	for late := time.After(500 * time.Millisecond); r.here > 0; {
		select {
		case <-r.left:
			r.here--
		case <-r.heard: // too late; but who says it must get on
		case <-late:
			r.here = 0
		}
	}
	close(r.done)
}

type person struct {
	conn         net.Conn
	heard, ticks chan string
	told         chan string
}

func join(r *room) person {
	near, far := net.Pipe()
	r.enter(far)
	return person{near, make(chan string, 1000), make(chan string, 1000), make(chan string, 1)}
}

// A line that nobody wants is dropped: the people here read all they get.
func (p person) listen() {
	lines := bufio.NewScanner(p.conn)
	for lines.Scan() {
		line, to := lines.Text(), p.heard
		if strings.HasPrefix(line, "tick") {
			to = p.ticks
		}
		if line == "1001" {
			to = p.told
		}
		select {
		case to <- line:
		default:
		}
	}
}

// The next line, or "nothing" if none comes within a second.
func next(lines <-chan string) string {
	select {
	case line := <-lines:
		return line
	case <-time.After(time.Second):
		return "nothing"
	}
}

// Alice says each word when both who read have heard the last; how many words
// each of the two has heard.
func talk(alice, carol person, words int) (byAlice, byCarol int) {
	for count := 1; count <= words && byAlice == count-1; count++ {
		word := fmt.Sprint(count)
		fmt.Fprintln(alice.conn, word)
		if next(alice.heard) == word {
			byAlice++
		}
		if next(carol.heard) == word {
			byCarol++
		}
	}
	return byAlice, byCarol
}

// How many of the ticks come within six of the first, which is counted too.
func countSix(ticks <-chan string) int {
	count, first, last := 0, 0, 0
	for range 6 {
		line := strings.TrimPrefix(next(ticks), "tick ")
		number, err := strconv.Atoi(line)
		if err != nil {
			break
		}
		if count == 0 {
			first = number
		}
		if number > last && number < first+6 {
			count++
		}
		last = number
	}
	return count
}

func drain(lines <-chan string) {
	for {
		select {
		case <-lines:
		default:
			return
		}
	}
}

func main() {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	r := newRoom(ticker.C)

	join(r)
	fmt.Println("bob joins, and stops reading")
	carol := join(r)
	go carol.listen()
	fmt.Println("carol joins, and reads all she gets")
	alice := join(r)
	go alice.listen()

	const words = 300
	byAlice, byCarol := talk(alice, carol, words)
	end := "soon hears herself no more"
	if byAlice == words {
		end = "hears them all"
	}
	fmt.Printf("alice says %d words, and %s\n", words, end)
	amount := "some"
	if byCarol == words {
		amount = "all"
	}
	fmt.Println("carol hears", amount, "of them")
	who := "nobody is"
	if r.letGo == 1 {
		who = "bob is"
	}
	fmt.Println(who, "let go")
	drain(carol.ticks)
	fmt.Println("in 6 ticks carol hears", countSix(carol.ticks), "of them")

	close(r.quit)
	select {
	case <-r.done:
		fmt.Println("a second after quit: done")
	case <-time.After(time.Second):
		fmt.Println("a second after quit: not done")
	}
	fmt.Println("carol is told", next(carol.told))
}
