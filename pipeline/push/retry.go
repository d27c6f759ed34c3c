package push

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"dagger/python-pipeline/engineerror"
)

// pauses are the times between the attempts. The engine itself repeats a request four times within seven seconds after
// a status of 500 or above; the pauses are for a registry that restarts or limits the rate.
var pauses = []time.Duration{2 * time.Second, 8 * time.Second}

// retry repeats a call that fails temporarily.
func retry[T any](ctx context.Context, pauses []time.Duration, call func() (T, error)) (T, error) {
	for attempt := 0; ; attempt++ {
		result, err := call()
		switch {
		case err == nil || ctx.Err() != nil || !isTemporary(err):
			return result, err
		case attempt == len(pauses):
			return result, &attemptsError{attempt + 1, err}
		}
		select {
		case <-ctx.Done():
			return result, err
		case <-time.After(pauses[attempt]):
		}
	}
}

// An attemptsError is the last error of several attempts.
type attemptsError struct {
	attempts int
	error
}

func (e *attemptsError) Unwrap() error { return e.error }

// attempts returns a note with the number of attempts, "" for a single one.
func attempts(err error) string {
	var several *attemptsError
	if errors.As(err, &several) {
		return fmt.Sprintf(" (%d attempts)", several.attempts)
	}
	return ""
}

// temporary matches the engine's texts for temporary errors.
var temporary = regexp.MustCompile(`unexpected status from .*: (408|425|429|5\d\d)\b` +
	`|connection (refused|reset by peer)|broken pipe|\bEOF\b|closed (network connection|pipe)|i/o timeout|(handshake|header)s? timeout|server sent GOAWAY`)

// isTemporary reports whether another attempt may help: the registry is overloaded or restarts, or a connection broke.
// A denied request would be denied again.
func isTemporary(err error) bool { return temporary.MatchString(engineerror.Text(err)) }
