//go:build linux

package embedded

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// stopLimit is how long services may take to end after SIGTERM. The engine writes the index of its build cache only
// then; if it is killed, the next one starts with an empty cache. The engine has the same limit.
const stopLimit = 5 * time.Minute

// waitForServices is the main loop of process 1. It reaps every child, also adopted ones, and returns when a service
// has ended, or after SIGTERM when all services have ended.
func waitForServices(services map[int]string) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT)
	ended := make(chan error, len(services))
	go reap(services, ended)
	select {
	case err := <-ended:
		return err
	case <-signals:
	}
	for pid := range services {
		// A service that has already ended cannot be signalled.
		_ = unix.Kill(pid, unix.SIGTERM)
	}
	limit := time.After(stopLimit)
	for range services {
		select {
		case <-ended:
		case <-limit:
			return nil
		}
	}
	return nil
}

func reap(services map[int]string, ended chan<- error) {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.ECHILD):
			return
		case err != nil:
			continue
		}
		if name, is := services[pid]; is {
			ended <- fmt.Errorf("%s ended: exit status %d, signal %d", name, status.ExitStatus(), status.Signal())
		}
	}
}
