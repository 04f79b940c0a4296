package main

import (
	"fmt"
	"time"
)

// Two come before the room is ready, one after it.
func main() {
	lines := make(chan string)
	go say(lines, "alice", "hello")
	time.Sleep(20 * time.Millisecond)
	go say(lines, "bob", "hi")
	time.Sleep(20 * time.Millisecond)

	fmt.Println("the room opens")
	hear(lines)
	hear(lines)

	fmt.Println("the room waits")
	go say(lines, "carol", "hey")
	hear(lines)
}

// #region room
func say(lines chan<- string, name, line string) {
	fmt.Printf("%s comes with %q\n", name, line)
	lines <- line
	fmt.Printf("%s is heard, and goes on\n", name)
}

func hear(lines <-chan string) {
	line := <-lines
	time.Sleep(20 * time.Millisecond) // writing takes its time
	fmt.Printf("the room writes down %q\n", line)
}

// #endregion room
