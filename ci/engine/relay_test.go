package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"
)

// relayTo starts a relay to an address, and gives its own.
func relayTo(t *testing.T, ctx context.Context, address string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay(ctx, listener, address)
	return listener.Addr().String()
}

// dial opens a connection that fails rather than hangs.
func dial(t *testing.T, address string) *net.TCPConn {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	connection.SetDeadline(time.Now().Add(time.Minute))
	return connection.(*net.TCPConn)
}

// serve answers each connection to a server of its own, and gives its address.
func serve(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	go func() {
		for {
			connection, err := server.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				answer(connection)
			}()
		}
	}()
	return server.Addr().String()
}

// What each side says arrives, and its end too, while the other side still
// talks.
func TestRelay(t *testing.T) {
	t.Parallel()
	address := relayTo(t, t.Context(), serve(t, func(connection net.Conn) {
		said, _ := io.ReadAll(connection) // to the client's end
		fmt.Fprintf(connection, "heard %s", said)
	}))
	for range 3 {
		client := dial(t, address)
		fmt.Fprint(client, "a question")
		client.CloseWrite()
		if answer, err := io.ReadAll(client); err != nil || string(answer) != "heard a question" {
			t.Errorf("got %q, %v", answer, err)
		}
	}
}

// Open connections end with the context, and soon no new ones come.
func TestRelayEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	address := relayTo(t, ctx, serve(t, func(connection net.Conn) { _, _ = io.Copy(connection, connection) }))
	open := dial(t, address)
	// A byte that came back has gone through the relay, which thus has accepted
	// the connection and reached the server.
	fmt.Fprint(open, "!")
	if _, err := io.ReadFull(open, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(open); err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection did not end: %v", err)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		again, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		again.Close()
		if time.Now().After(end) {
			t.Fatal("it still listens")
		}
	}
}
