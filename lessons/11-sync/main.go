package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type member struct {
	name  string
	hears time.Duration
}

var members = []member{
	{"alice", 100 * time.Millisecond},
	{"bob", 500 * time.Millisecond},
	{"carol", 200 * time.Millisecond},
}

// Who starts second comes second: nothing but time makes sure of it here.
const apart = 20 * time.Millisecond

func tell(m member) int64 {
	time.Sleep(m.hears)
	fmt.Println(m.name, "is told")
	return 1
}

func unguarded() int64 {
	// #region lost
	var told atomic.Int64
	var all sync.WaitGroup
	for _, m := range members {
		all.Go(func() {
			before := told.Load()
			told.Store(before + tell(m))
		})
	}
	all.Wait()
	return told.Load()
	// #endregion lost
}

func guarded() (told int64) {
	var lock sync.Mutex
	var all sync.WaitGroup
	for _, m := range members {
		// #region lock
		all.Go(func() {
			lock.Lock()
			defer lock.Unlock()
			told += tell(m)
		})
		// #endregion lock
		time.Sleep(apart)
	}
	all.Wait()
	return told
}

func owned() int64 {
	heard := make(chan int64)
	var all sync.WaitGroup
	// #region owner
	for _, m := range members {
		all.Go(func() { heard <- tell(m) })
	}
	go func() {
		all.Wait()
		close(heard)
	}()
	told := int64(0) // nobody else can reach it
	for one := range heard {
		told += one
	}
	return told
	// #endregion owner
}

func list() {
	names := []string{"alice", "bob"}
	var lock sync.RWMutex
	var all sync.WaitGroup
	read := func(which string) {
		lock.RLock()
		defer lock.RUnlock()
		fmt.Printf("the %s message goes to %s\n", which, strings.Join(names, ", "))
		time.Sleep(10 * apart)
	}

	all.Go(func() { read("first") })
	time.Sleep(apart)
	all.Go(func() { read("second") })
	time.Sleep(apart)
	all.Go(func() {
		fmt.Println("dave waits: the list is being read")
		lock.Lock()
		names = append(names, "dave")
		fmt.Println("dave is on the list")
		lock.Unlock()
	})
	time.Sleep(apart)
	all.Go(func() {
		fmt.Println("the third message waits: dave came first")
		read("third")
	})
	all.Wait()
}

func shut() {
	var once sync.Once
	var all sync.WaitGroup
	turnOff := func() {
		fmt.Println("the lights go out")
		time.Sleep(10 * apart)
		fmt.Println("the door is shut")
	}
	for i, name := range []string{"alice", "bob", "dave"} {
		all.Go(func() {
			fmt.Println(name, "closes the room")
			once.Do(turnOff)
			time.Sleep(5 * apart * time.Duration(i)) // all of them go on at once
			fmt.Println(name, "sees it closed")
		})
		time.Sleep(apart)
	}
	all.Wait()
}

func empty() {
	inside := map[string]bool{"alice": true, "bob": true, "dave": true}
	var lock sync.Mutex
	left := sync.NewCond(&lock)
	var all sync.WaitGroup

	// #region cond
	all.Go(func() {
		lock.Lock()
		for len(inside) > 0 {
			fmt.Printf("the caretaker sees %d, and waits\n", len(inside))
			left.Wait()
		}
		fmt.Println("the caretaker goes home")
		lock.Unlock()
	})
	// #endregion cond

	for _, name := range []string{"alice", "bob", "dave"} {
		time.Sleep(apart)
		lock.Lock()
		delete(inside, name)
		fmt.Println(name, "leaves")
		left.Signal()
		lock.Unlock()
	}
	all.Wait()
}

func main() {
	for _, way := range []struct {
		guard string
		count func() int64
	}{
		{"nothing guards", unguarded},
		{"a lock guards", guarded},
		{"one goroutine owns", owned},
	} {
		fmt.Printf("the room says goodbye, and %s the count\n", way.guard)
		fmt.Printf("everybody has been told: %d of %d\n", way.count(), len(members))
	}
	list()
	shut()
	empty()
}
