package engine

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// relay hands what a listener gets on to another address, until the context ends.
func relay(ctx context.Context, listener net.Listener, address string) {
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // the listener is closed
			}
			go connectTo(ctx, client, address)
		}
	}()
}

// dialLimit is how long a container may take to accept a connection.
const dialLimit = 10 * time.Second

func connectTo(ctx context.Context, client net.Conn, address string) {
	defer client.Close()
	dialer := net.Dialer{Timeout: dialLimit}
	server, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return // the client sees its connection closed
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() {
		client.Close()
		server.Close()
	})()
	var wait sync.WaitGroup
	wait.Go(func() { send(server, client) })
	wait.Go(func() { send(client, server) })
	wait.Wait()
}

// send passes on what one side says, and that it has ended. The other side may
// still have something to say.
func send(to, from net.Conn) {
	// An error is a connection that is gone, which the other copy sees too.
	_, _ = io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}
