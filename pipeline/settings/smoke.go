package settings

import (
	"fmt"
	"strings"
	"time"
)

// DefaultSmokeTimeout is how long the smoke check waits.
const DefaultSmokeTimeout = Duration(30 * time.Second)

// Smoke is how the image is tried before it is published: a question over
// HTTP (Path), or a command. Without either the app's own command is run.
type Smoke struct {
	// Path is asked for over HTTP while the app runs; "" where a command is
	// the check.
	Path string `toml:"path" json:"path" default:"/ of web apps" doc:"path that the running app is asked for over HTTP, such as \"/health\""`
	// Headers are sent along with the question for Path.
	Headers map[string]string `toml:"headers" json:"headers" doc:"headers of that request"`
	// JSON is what the answer to Path must hold at least: every name with
	// this value, tables the same way.
	JSON map[string]any `toml:"json" json:"json" doc:"what the JSON of the answer must hold at least"`
	// Command is run in the image in place of the app's own.
	Command Command `toml:"command" json:"command" default:"the app's command" doc:"what is run in the image instead: a list of arguments, or one shell command"`
	// Output is a text that standard output must hold.
	Output string `toml:"output" json:"output" doc:"text that its standard output must hold"`
	// Requests are asked after that for Path, in order.
	Requests []Request `toml:"requests" json:"requests" doc:"further requests after that one: tables with path, headers, status and json of their own"`
	// Status is the expected HTTP status of Path, or else the expected exit
	// status; nil when nothing was said: any below 500, or 0.
	Status *int `toml:"status" json:"status" default:"any below 500, or 0" doc:"status of the answer over HTTP, or exit status of the command"`
	// Timeout bounds the whole check.
	Timeout Duration `toml:"timeout" json:"timeout" doc:"time it has, such as \"30s\""`
}

// Request is one question over HTTP, and what the answer has to be.
type Request struct {
	// Path, Headers, Status and JSON mean what they do in [Smoke].
	Path    string            `toml:"path" json:"path"`
	Headers map[string]string `toml:"headers" json:"headers"`
	Status  *int              `toml:"status" json:"status"`
	JSON    map[string]any    `toml:"json" json:"json"`
}

// Asked lists what the running app is asked, in order; nothing where a command
// is the check.
func (s Smoke) Asked() []Request {
	if s.Path == "" {
		return nil
	}
	return append([]Request{s.first()}, s.Requests...)
}

// first is the request that the table itself describes.
func (s Smoke) first() Request {
	return Request{Path: s.Path, Headers: s.Headers, Status: s.Status, JSON: s.JSON}
}

// Ends tells whether the command has to end by itself, so that its output and
// status can be judged. Otherwise the app has to stay up.
func (s Smoke) Ends() bool {
	return s.Path == "" && (!s.Command.IsZero() || s.Output != "" || s.Status != nil)
}

// Duration is a length of time that TOML and JSON write as "1m30s".
type Duration time.Duration

// UnmarshalText reads what [time.ParseDuration] accepts; zero and negative
// lengths are errors.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf(`%q is no length of time; write a number with its unit, such as "30s"`, text)
	}
	if parsed <= 0 {
		return fmt.Errorf("%q is not above zero", text)
	}
	*d = Duration(parsed)
	return nil
}

// MarshalText is the opposite of [Duration.UnmarshalText].
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String is the length in Go's notation, without units that are zero: "30s",
// "15m", "1h30m".
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
