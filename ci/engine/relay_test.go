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

// startRelay starts a relay to an address and returns the relay's own address.
func startRelay(t *testing.T, ctx context.Context, address string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay(ctx, listener, address)
	return listener.Addr().String()
}

// dial opens a connection with a deadline, so that a test fails instead of
// hanging.
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

// serve starts a server that handles each connection with answer, and returns
// its address.
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

// Data and the end of data arrive on both sides, also while the other direction
// is still open.
func TestRelay(t *testing.T) {
	t.Parallel()
	address := startRelay(t, t.Context(), serve(t, func(connection net.Conn) {
		received, _ := io.ReadAll(connection) // until the client closes its side
		fmt.Fprintf(connection, "heard %s", received)
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

// When the context ends, open connections end, and soon no new ones are
// accepted.
func TestRelayEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	address := startRelay(t, ctx, serve(t, func(connection net.Conn) { _, _ = io.Copy(connection, connection) }))
	open := dial(t, address)
	// A byte that came back shows that the relay has accepted the connection
	// and reached the server.
	fmt.Fprint(open, "!")
	if _, err := io.ReadFull(open, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(open); err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection did not end: %v", err)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		connection.Close()
		if time.Now().After(end) {
			t.Fatal("the relay still listens")
		}
	}
}
