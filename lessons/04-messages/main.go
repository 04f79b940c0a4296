package main

import (
	"errors"
	"fmt"
	"log"
	"unicode/utf8"
)

var errNotUTF8 = errors.New("not UTF-8")

// #region text
// Text that comes in pieces: sure is whole runes, rest the beginning of one.
type gatheredText struct {
	sure, rest []byte
}

func (t *gatheredText) add(fragment []byte) error {
	t.rest = append(t.rest, fragment...)
	for utf8.FullRune(t.rest) {
		r, size := utf8.DecodeRune(t.rest)
		if r == utf8.RuneError && size == 1 {
			return errNotUTF8
		}
		t.sure = append(t.sure, t.rest[:size]...)
		t.rest = t.rest[size:]
	}
	return nil
}

func (t *gatheredText) finish() (string, error) {
	if len(t.rest) > 0 {
		return "", errNotUTF8
	}
	return string(t.sure), nil
}

// #endregion text

func main() {
	greeting := []byte("héllo 🌍")
	fragments := [][]byte{greeting[:2], greeting[2:9], greeting[9:]}

	var text gatheredText
	for _, fragment := range fragments {
		if err := text.add(fragment); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-22s is sure of %q, waits with [% x]\n",
			hex(fragment), text.sure, text.rest)
	}

	for _, bytes := range [][]byte{
		greeting,
		{0xff},                   // never a byte of UTF-8
		{0xc0, 0xaf},             // "/" in two bytes instead of one
		{0xed, 0xa0, 0x80},       // U+D800: half of a UTF-16 pair
		{0xf4, 0x90, 0x80, 0x80}, // U+110000: past the last code point
		{0xf0, 0x9f},             // half a 🌍
	} {
		fmt.Printf("%-32s  %s\n", hex(bytes), judge(bytes))
	}
}

// judge sends one byte at a time and says where the text fails.
func judge(bytes []byte) string {
	var text gatheredText
	for i := range bytes {
		if text.add(bytes[i:i+1]) != nil {
			return fmt.Sprintf("fails at byte %d", i+1)
		}
	}
	message, err := text.finish()
	if err != nil {
		return "fails at its end"
	}
	return fmt.Sprintf("is %q", message)
}

func hex(bytes []byte) string {
	return fmt.Sprintf("% x", bytes)
}
