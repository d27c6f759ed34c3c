package engine

import (
	"context"
	"fmt"
	"io"
	"net"
	"testing"
	"time"
)

// What each side says arrives, and its end too, while the other side still
// talks.
func TestRelay(t *testing.T) {
	t.Parallel()
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
				said, _ := io.ReadAll(connection) // to the client's end
				fmt.Fprintf(connection, "heard %s", said)
			}()
		}
	}()

	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay(ctx, free, server.Addr().String())
	address := free.Addr().String()
	for range 3 {
		client, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		client.SetDeadline(time.Now().Add(10 * time.Second))
		fmt.Fprint(client, "a question")
		client.(*net.TCPConn).CloseWrite()
		if answer, err := io.ReadAll(client); err != nil || string(answer) != "heard a question" {
			t.Errorf("got %q, %v", answer, err)
		}
		client.Close()
	}

	// Open connections end with the context, and no new ones come.
	open, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	cancel()
	open.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadAll(open); err != nil {
		t.Errorf("the connection did not end: %v", err)
	}
	if again, err := net.Dial("tcp", address); err == nil {
		again.Close()
		t.Error("it still listens")
	}
}
