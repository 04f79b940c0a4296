package main

import (
	"fmt"
	"time"
)

// #region room
func read(name string, every time.Duration) {
	for _, line := range []string{"hello", "is anybody there?"} {
		time.Sleep(every)
		fmt.Printf("%s reads %q\n", name, line)
	}
	fmt.Println(name, "has read it all")
}

func tick(every time.Duration) {
	for count := 1; ; count++ {
		time.Sleep(every)
		fmt.Println("tick", count)
	}
}

func main() {
	fmt.Println("main opens the room")
	go read("bob", time.Minute)
	go read("carol", 200*time.Millisecond)
	go tick(300 * time.Millisecond)
	time.Sleep(800 * time.Millisecond)
	fmt.Println("main closes the room")
}

// #endregion room
