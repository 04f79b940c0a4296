// Two binary trees hold the same values if their walks do: compare them as they come, and stop at the first difference.
package main

import "fmt"

type tree struct {
	left, right *tree
	value       int
}

func insert(t *tree, v int) *tree {
	if t == nil {
		return &tree{nil, nil, v}
	}
	if v < t.value {
		t.left = insert(t.left, v)
	} else {
		t.right = insert(t.right, v)
	}
	return t
}

func walk(t *tree, c chan<- int, quit <-chan struct{}) bool {
	if t == nil {
		return true
	}
	if !walk(t.left, c, quit) {
		return false
	}
	select {
	case c <- t.value:
	case <-quit:
		return false
	}
	return walk(t.right, c, quit)
}

func start(t *tree, quit <-chan struct{}, ended chan<- bool) <-chan int {
	c := make(chan int)
	go func() {
		whole := walk(t, c, quit)
		close(c)
		ended <- whole
	}()
	return c
}

func same(a, b *tree) (bool, bool) {
	quit, ended := make(chan struct{}), make(chan bool, 2)
	ca, cb := start(a, quit, ended), start(b, quit, ended)
	equal := true
	for {
		va, okA := <-ca
		vb, okB := <-cb
		if okA != okB || va != vb {
			equal = false
		}
		if !equal || !okA {
			break
		}
	}
	close(quit)
	first, second := <-ended, <-ended
	return equal, first && second
}

func build(values ...int) *tree {
	var t *tree
	for _, v := range values {
		t = insert(t, v)
	}
	return t
}

func main() {
	fmt.Println(same(build(1, 2, 3, 4, 5), build(3, 1, 5, 4, 2)))
	fmt.Println(same(build(1, 2, 3, 4, 5), build(3, 1, 5, 4, 6)))
	fmt.Println(same(build(7, 8, 9), build(1, 8, 9)))
	fmt.Println(same(build(), build()))
}
