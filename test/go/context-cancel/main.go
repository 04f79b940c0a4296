// Contexts form a tree: who is cancelled takes everybody below along, and nobody else.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type key string

func main() {
	root := context.Background()
	fmt.Println("root:", root.Done() == nil, root.Err())
	parent, cancel := context.WithCancel(root)
	child, cancelChild := context.WithCancel(parent)
	sibling, cancelSibling := context.WithTimeout(parent, time.Hour)
	defer cancelSibling()
	leaf := context.WithValue(child, key("name"), "leaf")
	fmt.Println("before:", parent.Err(), child.Err(), sibling.Err(), leaf.Err())
	cancelChild()
	cancelChild() // twice is harmless
	<-leaf.Done()
	fmt.Println("child:", parent.Err(), child.Err(), sibling.Err(), leaf.Err())
	cancel()
	<-sibling.Done()
	fmt.Println("parent:", parent.Err(), sibling.Err())
	late, cancelLate := context.WithCancel(parent)
	defer cancelLate()
	fmt.Println("born cancelled:", late.Err())
	fmt.Println("values:", leaf.Value(key("name")), leaf.Value(key("other")), parent.Value(key("name")))
	soon, cancelSoon := context.WithTimeout(root, 20*time.Millisecond)
	defer cancelSoon()
	later, cancelLater := context.WithTimeout(soon, time.Hour)
	defer cancelLater()
	<-later.Done()
	fmt.Println("deadline:", later.Err(), errors.Is(soon.Err(), context.DeadlineExceeded))
	cancelLater()
	fmt.Println("still:", later.Err())
	past, cancelPast := context.WithDeadline(root, time.Now().Add(-time.Second))
	defer cancelPast()
	fmt.Println("in the past:", past.Err())
}
