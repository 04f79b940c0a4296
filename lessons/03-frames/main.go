package main

import (
	"encoding/binary"
	"fmt"
)

const (
	continuation = 0x0
	text         = 0x1
	binaryData   = 0x2
	ping         = 0x9
	pong         = 0xa

	fin    = 0x80
	masked = 0x80
)

// #region encode
func encode(first byte, payload, mask []byte) []byte {
	frame := []byte{first}
	switch n := len(payload); {
	case n < 126:
		frame = append(frame, byte(n))
	case n < 1<<16:
		frame = append(frame, 126)
		frame = binary.BigEndian.AppendUint16(frame, uint16(n))
	default:
		frame = append(frame, 127)
		frame = binary.BigEndian.AppendUint64(frame, uint64(n))
	}
	if mask == nil {
		return append(frame, payload...)
	}
	frame[1] |= masked
	frame = append(frame, mask...)
	for i, b := range payload {
		frame = append(frame, b^mask[i%4])
	}
	return frame
}

// #endregion encode

// The examples of RFC 6455 §5.7.
func main() {
	hello := []byte("Hello")
	mask := []byte{0x37, 0xfa, 0x21, 0x3d}

	show("text", encode(fin|text, hello, nil))
	show("text, masked", encode(fin|text, hello, mask))
	show("text, a fragment", encode(text, hello[:3], nil))
	show("its continuation", encode(fin|continuation, hello[3:], nil))
	show("ping", encode(fin|ping, hello, nil))
	show("pong, masked", encode(fin|pong, hello, mask))
	show("256 bytes", encode(fin|binaryData, make([]byte, 256), nil))
	show("65536 bytes", encode(fin|binaryData, make([]byte, 65536), nil))
}

func show(name string, frame []byte) {
	const most = 11
	dots := ""
	if len(frame) > most {
		frame, dots = frame[:most], " …"
	}
	fmt.Printf("%-18s% x%s\n", name, frame, dots)
}
