// The hub in Go, and the same evening: the clients read lines from a net.Pipe,
// which holds nothing, so whoever does not read is noticed soon.
package main

import (
	"bufio"
	"fmt"
	"net"
	"time"
)

const (
	outboxLines = 8
	deadline    = 50 * time.Millisecond
)

type client struct {
	name   string
	conn   net.Conn
	outbox chan string
	letGo  bool
}

type hub struct {
	register, unregister chan *client
	broadcast            chan string
	quit, done           chan struct{}
	clients              map[*client]bool
	slow                 int
}

func newHub() *hub {
	return &hub{
		register:   make(chan *client),
		unregister: make(chan *client),
		broadcast:  make(chan string),
		quit:       make(chan struct{}),
		done:       make(chan struct{}),
		clients:    map[*client]bool{},
	}
}

// #region run
func (h *hub) run() {
	defer close(h.done)
	for {
		select {
		case c := <-h.register:
			h.clients[c] = true
		case c := <-h.unregister:
			h.remove(c)
		case line := <-h.broadcast:
			h.deliver(line)
		case <-h.quit:
			h.sendHome()
			return
		}
	}
}

// #endregion run

// #region deliver
func (h *hub) deliver(line string) {
	for c := range h.clients {
		select {
		case c.outbox <- line:
		default:
			h.letGo(c)
		}
	}
}

func (h *hub) letGo(c *client) {
	h.slow++
	c.letGo = true
	c.conn.SetWriteDeadline(time.Now().Add(deadline))
	h.remove(c)
}

func (h *hub) remove(c *client) {
	if h.clients[c] {
		delete(h.clients, c)
		close(c.outbox)
	}
}

// #endregion deliver

func (h *hub) sendHome() {
	for c := range h.clients {
		close(c.outbox)
	}
	for len(h.clients) > 0 {
		delete(h.clients, <-h.unregister)
	}
}

// #region pump
func (c *client) writePump(h *hub, gone chan<- string) {
	var err error
	for line := range c.outbox {
		if err == nil {
			_, err = fmt.Fprintln(c.conn, line)
		}
	}
	if err == nil && !c.letGo {
		fmt.Fprintln(c.conn, "goodbye")
	}
	c.conn.Close()
	select {
	case h.unregister <- c:
	case <-h.done:
	}
	gone <- fmt.Sprintf("%s is gone: %v", c.name, err)
}

// #endregion pump

func main() {
	h := newHub()
	gone := make(chan string, 3)
	peers := map[string]*bufio.Scanner{}
	go h.run()
	for _, name := range []string{"alice", "bob", "carol"} {
		ours, theirs := net.Pipe()
		peers[name] = bufio.NewScanner(theirs)
		c := &client{name: name, conn: ours, outbox: make(chan string, outboxLines)}
		h.register <- c
		go c.writePump(h, gone)
	}
	fmt.Println("alice, bob and carol are here, and bob reads nothing")

	const said = 3 * outboxLines
	heard := 0
	for i := 1; i <= said; i++ {
		line := fmt.Sprintf("line %d", i)
		h.broadcast <- line
		peers["alice"].Scan() // she waits for her own words, not for bob
		if peers["carol"].Scan() && peers["carol"].Text() == line {
			heard++
		}
	}
	fmt.Println("carol has heard all that alice has said:", heard == said)
	fmt.Println(<-gone)
	close(h.quit)
	for _, name := range []string{"alice", "carol"} {
		peers[name].Scan()
		fmt.Printf("%s is told %q\n", name, peers[name].Text())
	}
	<-h.done
	fmt.Println("clients let go:", h.slow)
}
