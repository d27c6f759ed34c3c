package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dagger.io/dagger"

	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/poll"
)

// A Session is an open connection to an engine.
type Session struct {
	*dagger.Client
	// Connection is that to the embedded engine. For any other engine it has at most CLI, and a session that another program
	// opened does not have that either.
	embedded.Connection
	// Kind is one of the constants such as KindDocker.
	Kind string
	// Version is the engine's version.
	Version string
	// Replaceable lists every image for which the engine can make a stand-in, none when it uses the official images.
	Replaceable []string

	// alive reports whether the engine answers; nil when that cannot be tested.
	alive func() bool
	// end closes the client's connection without waiting for the engine.
	end func()
}

// ErrEnded means that the engine ended in the middle of its work.
var ErrEnded = errors.New("the engine ended while it worked")

// Ended reports whether the engine is gone.
func (s *Session) Ended() bool { return s.alive != nil && !s.alive() }

// endLimit is how long it may take until an engine that was killed is seen as
// gone: its connections break before its last process ends.
const endLimit = 2 * time.Second

// EndedWith reports whether a call failed because the engine ended.
func (s *Session) EndedWith(err error) bool {
	if err == nil || s.alive == nil {
		return false
	}
	ended, _ := poll.Until(context.Background(), 50*time.Millisecond, endLimit, func() (bool, error) { return s.Ended(), nil })
	return ended
}

const closeLimit = 30 * time.Second

// Close ends the session and stops making stand-ins. Dagger's client alone would wait minutes for an engine that is
// gone, and would leave a process behind.
func (s *Session) Close() error {
	defer s.Connection.Close()
	if s.end != nil {
		defer s.end()
	}
	result := make(chan error, 1)
	go func() { result <- s.Client.Close() }()
	limit := time.After(closeLimit)
	for {
		select {
		case err := <-result:
			return err
		case <-limit:
			endClients()
			return fmt.Errorf("engine: it did not end the session within %s", closeLimit)
		case <-time.After(100 * time.Millisecond):
			if s.Ended() {
				endClients()
				return ErrEnded
			}
		}
	}
}
