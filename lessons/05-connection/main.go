package main

import (
	"fmt"
	"net"
	"time"
)

// #region main
func main() {
	server, peer := net.Pipe()
	written := make(chan int)

	go func() {
		n, _ := server.Write([]byte("hello"))
		written <- n
	}()

	select {
	case <-written:
		fmt.Println("the write is done, although nobody has read")
	case <-time.After(50 * time.Millisecond):
		fmt.Println("the write waits: nobody has read")
	}

	buffer := make([]byte, 5)
	n, _ := peer.Read(buffer)
	fmt.Printf("the peer reads %q\n", buffer[:n])
	fmt.Printf("the write is done: %d bytes\n", <-written)
}

// #endregion main
