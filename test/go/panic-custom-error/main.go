// A panic with an error prints what the error says; every further line is moved in.
package main

import "fmt"

type full struct{ seats int }

func (f full) Error() string { return fmt.Sprintf("all %d seats are taken\nplease wait", f.seats) }

func main() {
	defer fmt.Println("the doors close")
	panic(full{12})
}
