// Every page is fetched once, a few at a time, however often it is linked.
package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

var links = map[string][]string{
	"/":        {"/menu", "/about"},
	"/menu":    {"/", "/soups", "/teas"},
	"/about":   {"/", "/menu", "/missing"},
	"/soups":   {"/menu"},
	"/teas":    {"/menu", "/soups"},
	"/closing": {},
}

type crawler struct {
	mu      sync.Mutex
	seen    map[string]bool
	slots   chan struct{}
	wg      sync.WaitGroup
	results chan string
}

func (c *crawler) visit(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen[page] {
		return
	}
	c.seen[page] = true
	c.wg.Add(1)
	go c.fetch(page)
}

func (c *crawler) fetch(page string) {
	defer c.wg.Done()
	c.slots <- struct{}{}
	time.Sleep(10 * time.Millisecond)
	<-c.slots
	found, ok := links[page]
	if !ok {
		c.results <- page + " is missing"
		return
	}
	for _, next := range found {
		c.visit(next)
	}
	c.results <- fmt.Sprint(page, " links to ", len(found))
}

func main() {
	c := &crawler{seen: map[string]bool{}, slots: make(chan struct{}, 2), results: make(chan string)}
	c.visit("/")
	go func() { c.wg.Wait(); close(c.results) }()
	var lines []string
	for line := range c.results {
		lines = append(lines, line)
	}
	sort.Strings(lines)
	for _, line := range lines {
		fmt.Println(line)
	}
}
