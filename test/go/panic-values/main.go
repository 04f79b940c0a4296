// How a panic prints what it was given: the first in a chain of panics comes first.
package main

import "fmt"

type code string

type table struct{ number int }

func (t table) String() string { return fmt.Sprint("table ", t.number) }

type seat struct{ number int }

func main() {
	defer panic(seat{4})
	defer panic(table{3})
	defer panic(code("late"))
	defer panic(true)
	panic(-1.5)
}
