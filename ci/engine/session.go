package engine

import (
	"context"
	"errors"
	"time"

	"dagger.io/dagger"

	"python-pipeline/ci/engine/embedded"
)

// A Session is an open connection to an engine.
type Session struct {
	*dagger.Client
	// Kind says whose engine it is.
	Kind string
	// Version is the engine's.
	Version string
	// CLI is the path of a dagger program that works with the engine, empty for a
	// session that somebody else opened.
	CLI string
	// Registry is the host and port of the embedded engine's own registry,
	// empty for any other engine.
	Registry string
	// Login is what that registry asks of those who push, the zero value for any
	// other engine.
	Login embedded.Login
	// StandIns lists those of Options.Images and Options.Later for which stand-ins
	// serve.
	StandIns []string
	// Replaceable lists every image for which the engine can make a stand-in,
	// none when it uses the official ones.
	Replaceable []string

	// embedded is the connection to the embedded engine, nil for any other.
	embedded *embedded.Connection
	// alive tries the engine; nil where that cannot be done.
	alive func() bool
	// end gives up the client's connection.
	end func()
}

// Wait blocks until the engine can have an image of Options.Later. The error says
// why its stand-in cannot be made; where none is needed there is neither.
func (s *Session) Wait(ctx context.Context, image string) error {
	if s.embedded == nil {
		return nil
	}
	return s.embedded.Wait(ctx, image)
}

// Pinned adds to an image of Options.Images or Options.Later the digest of the
// stand-in that serves for it, when it is ready; without one it is the image.
func (s *Session) Pinned(image string) string {
	if s.embedded == nil {
		return image
	}
	return s.embedded.Pinned(image)
}

// Ready tells whether Wait would not block.
func (s *Session) Ready(image string) bool { return s.embedded == nil || s.embedded.Ready(image) }

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

// Close ends the session and gives up stand-ins that are still being made.
// Dagger's client waits minutes for an engine that is gone; this does not, and
// leaves no process behind.
func (s *Session) Close() error {
	if s.embedded != nil {
		defer s.embedded.Close()
	}
	if s.end != nil {
		defer s.end()
	}
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
