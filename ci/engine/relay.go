package engine

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// relay forwards connections of a listener to an address until the context ends.
func relay(ctx context.Context, listener net.Listener, address string) {
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // the listener is closed
			}
			go forward(ctx, client, address)
		}
	}()
}

const dialLimit = 10 * time.Second

func forward(ctx context.Context, client net.Conn, address string) {
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
	wait.Go(func() { copyStream(server, client) })
	wait.Go(func() { copyStream(client, server) })
	wait.Wait()
}

// copyStream copies one direction of a connection and passes on its end. The other direction may still be in use.
func copyStream(to, from net.Conn) {
	// An error means that the connection is gone, which the other direction notices too.
	_, _ = io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}
