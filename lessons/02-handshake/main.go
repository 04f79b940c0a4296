// The handshake with Go's standard library: a server that takes the connection
// over from net/http, and a client that checks its answer.
package main

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// #region acceptKey
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func acceptKey(key string) string {
	sum := sha1.Sum([]byte(key + guid))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// #endregion acceptKey

// #region check
func check(r *http.Request) (status int, expected string) {
	key := strings.Join(r.Header.Values("Sec-WebSocket-Key"), ", ")
	random, err := base64.StdEncoding.DecodeString(key)
	switch {
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed, "the method GET"
	case !r.ProtoAtLeast(1, 1):
		return http.StatusBadRequest, "HTTP 1.1 or later"
	case !lists(r.Header, "Upgrade", "websocket"):
		return http.StatusUpgradeRequired, "Upgrade: websocket"
	case !lists(r.Header, "Connection", "upgrade"):
		return http.StatusBadRequest, "Connection: Upgrade"
	case err != nil || len(random) != 16:
		return http.StatusBadRequest, "Sec-WebSocket-Key: 16 bytes in base64"
	case r.Header.Get("Sec-WebSocket-Version") != "13":
		return http.StatusUpgradeRequired, "Sec-WebSocket-Version: 13"
	}
	return http.StatusSwitchingProtocols, ""
}

// #endregion check

func lists(header http.Header, name, word string) bool {
	items := strings.Split(strings.Join(header.Values(name), ","), ",")
	return slices.ContainsFunc(items, func(item string) bool {
		return strings.EqualFold(strings.TrimSpace(item), word)
	})
}

// #region upgrade
func upgrade(w http.ResponseWriter, r *http.Request) {
	status, expected := check(r)
	if status != http.StatusSwitchingProtocols {
		refuse(w, status, expected)
		return
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		log.Print(err)
		return
	}
	defer conn.Close()
	fmt.Fprintf(buffered, "HTTP/1.1 101 Switching Protocols\r\n"+
		"Upgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: %s\r\n\r\n",
		acceptKey(r.Header.Get("Sec-WebSocket-Key")))
	buffered.WriteString("\x81\x05hello") // a frame: lesson 3
	buffered.Flush()
}

// #endregion upgrade

func refuse(w http.ResponseWriter, status int, expected string) {
	switch status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", "GET")
	case http.StatusUpgradeRequired:
		w.Header().Set("Connection", "Upgrade, close")
		w.Header().Set("Upgrade", "websocket")
		w.Header().Set("Sec-WebSocket-Version", "13")
	}
	http.Error(w, "expected "+expected, status)
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(upgrade))
	defer server.Close()
	plain(server.URL)
	webSocket(server.Listener.Addr().String())
}

func plain(url string) {
	response, err := http.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	reason, _ := io.ReadAll(response.Body)
	fmt.Printf("a plain GET is answered %d: %s", response.StatusCode, reason)
}

func webSocket(address string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	fmt.Fprintf(conn, "GET /chat HTTP/1.1\r\nHost: chat.example\r\n"+
		"Upgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n", key)

	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		log.Fatal(err)
	}
	accept := response.Header.Get("Sec-WebSocket-Accept")
	fmt.Println("an upgrade is answered", response.StatusCode, accept)
	fmt.Println("that is the answer to our key:", accept == acceptKey(key))
	frame, _ := io.ReadAll(reader)
	fmt.Printf("the server speaks first: % x\n", frame)
}
