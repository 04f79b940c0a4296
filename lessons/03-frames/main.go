package main

import (
	"encoding/binary"
	"fmt"
)

const (
	text   = 1
	fin    = 0x80
	masked = 0x80
)

// #region encode
func encode(payload []byte, mask []byte) []byte {
	frame := []byte{fin | text}
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

func main() {
	hello := []byte("Hello")
	fmt.Printf("% x\n", encode(hello, nil))
	fmt.Printf("% x\n", encode(hello, []byte{0x37, 0xfa, 0x21, 0x3d}))
	fmt.Printf("% x …\n", encode(make([]byte, 256), nil)[:4])
	fmt.Printf("% x …\n", encode(make([]byte, 65536), nil)[:10])
}
