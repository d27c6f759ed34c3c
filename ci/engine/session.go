package engine

import (
	"errors"
	"time"

	"dagger.io/dagger"
)

// A Session is an open connection to an engine.
type Session struct {
	*dagger.Client
	// Kind says whose engine it is.
	Kind string
	// Version is the engine's.
	Version string
	// Registry is the host and port of the embedded engine's own registry,
	// empty for any other engine.
	Registry string
	// StandIns lists those of Options.Images for which stand-ins serve.
	StandIns []string
	// Replaceable lists every image for which the engine can make a stand-in,
	// none when it uses the official ones.
	Replaceable []string

	// alive tries the engine; nil where that cannot be done.
	alive func() bool
}

// ErrEnded says that an engine ended in the middle of its work.
var ErrEnded = errors.New("the engine ended while it worked")

// Ended says whether the engine is gone.
func (s *Session) Ended() bool { return s.alive != nil && !s.alive() }

// endLimit is how long an engine that was killed may take to be seen as gone:
// its connections break before its last process ends.
const endLimit = 2 * time.Second

// EndedWith says whether a call failed because the engine ended.
func (s *Session) EndedWith(err error) bool {
	if err == nil || s.alive == nil {
		return false
	}
	for end := time.Now().Add(endLimit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if s.Ended() {
			return true
		}
	}
	return false
}

// closeLimit is how long a session may take to end.
const closeLimit = 30 * time.Second

// Close ends the session. Dagger's client waits minutes for an engine that is
// gone; this does not, and leaves no process behind.
func (s *Session) Close() error {
	closed := make(chan error, 1)
	go func() { closed <- s.Client.Close() }()
	limit := time.After(closeLimit)
	for {
		select {
		case err := <-closed:
			return err
		case <-limit:
			endClients()
			return errors.New("engine: it does not end the session")
		case <-time.After(100 * time.Millisecond):
			if s.Ended() {
				endClients()
				return ErrEnded
			}
		}
	}
}
