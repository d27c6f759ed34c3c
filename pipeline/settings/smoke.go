package settings

import (
	"fmt"
	"strings"
	"time"
)

// DefaultSmokeTimeout is the time that the smoke check has.
const DefaultSmokeTimeout = Duration(30 * time.Second)

// Smoke is the check that the image works, before it is published: an HTTP request
// (Path) or a command. Without either, the app's own command is run.
type Smoke struct {
	// Path is requested over HTTP while the app runs; "" if a command is the check.
	Path string `toml:"path" json:"path" default:"/ of web apps" doc:"path of an HTTP request to the running app, such as \"/health\""`
	// Headers are the headers of the request for Path.
	Headers map[string]string `toml:"headers" json:"headers" doc:"headers of that request"`
	// JSON is the part of the JSON answer to Path that is checked: it must have
	// every name here with the same value, in nested tables too.
	JSON map[string]any `toml:"json" json:"json" doc:"values that the JSON of the answer must have; it may have others"`
	// Command is run in the image instead of the app's command.
	Command Command `toml:"command" json:"command" default:"the app's command" doc:"command that is run in the image instead: a list of arguments, or a line that /bin/sh runs"`
	// Output is a text that standard output must contain.
	Output string `toml:"output" json:"output" doc:"text that its standard output must contain"`
	// Requests are sent after the request for Path, in order.
	Requests []Request `toml:"requests" json:"requests" doc:"further requests after that one: tables with path, headers, status and json of their own"`
	// Status is the expected HTTP status of Path, or the expected exit status of the
	// command; nil for any below 500, or 0.
	Status *int `toml:"status" json:"status" default:"any below 500, or 0" doc:"status of the answer over HTTP, or exit status of the command"`
	// Timeout bounds the whole check.
	Timeout Duration `toml:"timeout" json:"timeout" doc:"time limit of the whole check, such as \"30s\""`
}

// Request is one HTTP request and the expected answer.
type Request struct {
	// Path, Headers, Status and JSON mean what they do in [Smoke].
	Path    string            `toml:"path" json:"path"`
	Headers map[string]string `toml:"headers" json:"headers"`
	Status  *int              `toml:"status" json:"status"`
	JSON    map[string]any    `toml:"json" json:"json"`
}

// AllRequests lists the requests to the running app, in order; none if a command is the
// check.
func (s Smoke) AllRequests() []Request {
	if s.Path == "" {
		return nil
	}
	return append([]Request{s.first()}, s.Requests...)
}

// first is the request of the table itself.
func (s Smoke) first() Request {
	return Request{Path: s.Path, Headers: s.Headers, Status: s.Status, JSON: s.JSON}
}

// Ends reports whether the command has to end by itself, so that its output and
// status can be checked. Otherwise the app has to keep running.
func (s Smoke) Ends() bool {
	return s.Path == "" && (!s.Command.IsZero() || s.Output != "" || s.Status != nil)
}

// Duration is a duration that TOML and JSON write as "1m30s".
type Duration time.Duration

// UnmarshalText reads the durations of [time.ParseDuration]; zero and negative ones
// are errors.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf(`%q is not a valid duration; write a number with its unit, such as "30s"`, text)
	}
	if parsed <= 0 {
		return fmt.Errorf("%q is not above zero", text)
	}
	*d = Duration(parsed)
	return nil
}

// MarshalText is the inverse of [Duration.UnmarshalText].
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String returns the duration in Go's notation, without trailing units that are
// zero: "30s", "15m", "1h30m".
func (d Duration) String() string {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
