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

// stopLimit is how long services may take to end after SIGTERM. The engine writes
// down what its build cache holds only now, and one that is killed begins with an
// empty cache. It gives itself as long.
const stopLimit = 5 * time.Minute

// superviseUntilStop is the life of process 1: it reaps every child, its own
// and adopted ones, and returns when a service ended or SIGTERM came and the
// services followed it.
func superviseUntilStop(services map[int]string) error {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, unix.SIGTERM, unix.SIGINT)
	ended := make(chan error, len(services))
	go reap(services, ended)

	running := len(services)
	select {
	case err := <-ended:
		return err
	case <-asked:
	}
	for pid := range services {
		// A service that is already gone is none to be told.
		_ = unix.Kill(pid, unix.SIGTERM)
	}
	limit := time.After(stopLimit)
	for running > 0 {
		select {
		case <-ended:
			running--
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
