package push

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"dagger/python-pipeline/engineerror"
)

// waits are the pauses between the attempts. The engine itself tries an answer
// of 500 and above four times within seven seconds; these are for a registry
// that restarts or limits the rate.
var waits = []time.Duration{2 * time.Second, 8 * time.Second}

// retry calls a function again while what it reports may pass.
func (p *push) retry(ctx context.Context, call func() error) error {
	for attempt := 0; ; attempt++ {
		err := call()
		switch {
		case err == nil || ctx.Err() != nil:
			return err
		case !temporary(err):
			return err
		case attempt == len(p.waits):
			return &attemptsError{attempt + 1, err}
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(p.waits[attempt]):
		}
	}
}

// An attemptsError is the last error of several attempts.
type attemptsError struct {
	attempts int
	error
}

func (e *attemptsError) Unwrap() error { return e.error }

// attempts says how often a call was made that ended with this error.
func attempts(err error) string {
	var several *attemptsError
	if errors.As(err, &several) {
		return fmt.Sprintf(" (%d attempts)", several.attempts)
	}
	return ""
}

// passing is how the engine words what may pass: errors come from it as text.
var passing = regexp.MustCompile(`unexpected status from .*: (408|425|429|5\d\d)\b` +
	`|connection (refused|reset by peer)|broken pipe|\bEOF\b|closed (network connection|pipe)|i/o timeout|(handshake|header)s? timeout|server sent GOAWAY`)

// temporary tells whether another attempt may help: the registry is overloaded
// or restarts, or a connection broke. What it denies it denies again.
func temporary(err error) bool { return passing.MatchString(engineerror.Text(err)) }
