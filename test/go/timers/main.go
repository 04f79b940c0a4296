// What timers promise: when they ring, what Stop and Reset say, and what they refuse.
package main

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	time.Sleep(0)
	time.Sleep(-time.Second)
	fmt.Println("no sleep at all:", time.Since(start) < 500*time.Millisecond)
	<-time.After(0)
	<-time.After(-time.Second)
	fmt.Println("after 0 and less")
	t := time.NewTimer(20 * time.Millisecond)
	fmt.Println("reset while it runs:", t.Reset(40*time.Millisecond))
	<-t.C
	fmt.Println("stop after it rang:", t.Stop())
	fmt.Println("reset after it rang:", t.Reset(200*time.Millisecond))
	fmt.Println("stop while it runs:", t.Stop())
	fmt.Println("stop again:", t.Stop())
	start = time.Now()
	fmt.Println("reset after stop:", t.Reset(20*time.Millisecond))
	time.Sleep(500 * time.Millisecond)
	rang := (<-t.C).Sub(start)
	fmt.Println("read late, it tells when it rang:", rang < 300*time.Millisecond)
	t.Reset(10 * time.Millisecond)
	time.Sleep(30 * time.Millisecond)
	fmt.Println("reset takes an unread ring back:", t.Reset(30*time.Millisecond))
	<-t.C
	fmt.Println("rang, len", len(t.C), "cap", cap(t.C))
	called := make(chan string)
	f := time.AfterFunc(200*time.Millisecond, func() { called <- "called" })
	fmt.Println("stop a call:", f.Stop(), f.Stop())
	fmt.Println("and ask for it again:", f.Reset(10*time.Millisecond))
	fmt.Println(<-called)
	fmt.Println("stop a call that was made:", f.Stop())
	fmt.Println("tick of nothing is nil:", time.Tick(0) == nil)
	defer func() { fmt.Println("recovered:", recover()) }()
	time.NewTicker(-1)
}
