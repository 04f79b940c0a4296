// The hub of the gallery in Go, and what Go says of it. A report holds addresses
// and paths that differ from machine to machine: the program runs itself, and
// prints the rest.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
)

var (
	join  = make(chan chan string)
	leave = make(chan chan string)
	talk  = make(chan string)
)

// #region hub
func hub() {
	outboxes := map[chan string]bool{}
	for {
		select {
		case outbox := <-join:
			outboxes[outbox] = true
		case outbox := <-leave:
			delete(outboxes, outbox)
		case line := <-talk:
			for outbox := range outboxes {
				outbox <- line
			}
		}
	}
}

// #endregion hub

func client(name string, lines ...string) {
	outbox := make(chan string, 1)
	join <- outbox
	talk <- name + " is here"
	fmt.Printf("%s reads %q\n", name, <-outbox)
	for _, line := range lines {
		talk <- line
	}
	leave <- outbox
	fmt.Println(name, "leaves")
}

var clients sync.WaitGroup

func alice() {
	defer clients.Done()
	client("alice", "I must go")
}

func bob() {
	defer clients.Done()
	client("bob", "where is everybody?", "I must go")
}

func story() {
	go hub()
	clients.Add(1)
	go alice()
	clients.Wait()
	clients.Add(1)
	go bob()
	clients.Wait()
}

var interesting = regexp.MustCompile(`(?m)^(fatal|goroutine|main\.).*$`)
var arguments = regexp.MustCompile(`\([^)]*\)$`)
var otherNumber = regexp.MustCompile(`^goroutine (\d\d+|[2-9])`)

func main() {
	if len(os.Args) > 1 {
		story()
		return
	}
	var report bytes.Buffer
	child := exec.Command(os.Args[0], "again")
	child.Stdout, child.Stderr = os.Stdout, &report
	ended := child.Run()
	for _, line := range interesting.FindAllString(report.String(), -1) {
		line = arguments.ReplaceAllString(line, "(...)")
		fmt.Println(otherNumber.ReplaceAllString(line, "goroutine N"))
	}
	fmt.Println(ended)
}
