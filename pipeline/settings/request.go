package settings

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// smoke checks the smoke table. A request and a command are two kinds of check: of
// a table that mixes them it is unclear which one is meant.
func (c checker) smoke(s Smoke) {
	if !c.isSet("smoke", "path") {
		for _, name := range []string{"headers", "json", "requests"} {
			if c.isSet("smoke", name) {
				c.add(toml.Key{"smoke", name}, `smoke.%s belongs to a request; add smoke.path = "/"`, name)
			}
		}
		c.command(s.Command, "smoke", "command")
		if s.Status != nil && (*s.Status < 0 || *s.Status > 255) {
			c.add(toml.Key{"smoke", "status"}, "smoke.status %d is not a valid exit status; it must be 0 to 255, or belong to smoke.path", *s.Status)
		}
		return
	}
	for _, name := range []string{"command", "output"} {
		if c.isSet("smoke", name) {
			c.add(toml.Key{"smoke", name}, "smoke.path and smoke.%s exclude each other: the check is an HTTP request or a command; remove one", name)
		}
	}
	c.request(toml.Key{"smoke"}, "smoke", s.first())
	for i, request := range s.Requests {
		c.request(toml.Key{"smoke", "requests"}, fmt.Sprintf("smoke.requests[%d]", i), request)
	}
}

// request checks one request; label names its table.
func (c checker) request(key toml.Key, label string, r Request) {
	add := func(name, format string, args ...any) {
		if len(key) == 1 { // the keys of a list's tables have no lines
			c.add(below(key, name), format, args...)
		} else {
			c.add(key, format, args...)
		}
	}
	if err := requestPath(r.Path); err != nil {
		add("path", "%s.path: %q %s", label, r.Path, err)
	}
	for name, value := range r.Headers {
		if err := header(name, value); err != nil {
			add("headers", "%s.headers: %q %s", label, name, err)
		}
	}
	if err := jsonValue(r.JSON); err != nil {
		add("json", "%s.json %s", label, err)
	}
	if r.Status != nil && (*r.Status < 200 || *r.Status > 599) {
		add("status", "%s.status %d is not a valid HTTP status; it must be 200 to 599", label, *r.Status)
	}
}

var (
	headerName       = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	controlCharacter = regexp.MustCompile(`[\x00-\x08\x0a-\x1f\x7f]`)
)

func requestPath(value string) error {
	switch {
	case !strings.HasPrefix(value, "/") || strings.HasPrefix(value, "//"):
		return errors.New("does not begin with one /; name the path alone, without host and port")
	case strings.ContainsAny(value, " \t#") || controlCharacter.MatchString(value):
		return errors.New("has a character that is not allowed in a request; write it as %…")
	case escape(value) != value:
		return fmt.Errorf("has letters that are not allowed in a request; write %q", escape(value))
	}
	if _, err := url.ParseRequestURI(value); err != nil {
		return errors.New("is not a valid path of a request: a % is not followed by two hexadecimal digits")
	}
	return nil
}

// escape writes every byte that is not ASCII as %…, and keeps existing escapes.
func escape(path string) string {
	var text strings.Builder
	for i := range len(path) {
		if path[i] < utf8.RuneSelf {
			text.WriteByte(path[i])
		} else {
			fmt.Fprintf(&text, "%%%02X", path[i])
		}
	}
	return text.String()
}

func header(name, value string) error {
	switch {
	case !headerName.MatchString(name):
		return errors.New("is not a valid name of a header")
	case controlCharacter.MatchString(value):
		return errors.New("has a line break or another control character in its value")
	case strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxLatin1 }):
		return errors.New("has letters in its value that are not allowed in a header")
	}
	return nil
}

// jsonValue refuses TOML values that JSON does not have: no answer could have them.
func jsonValue(value any) error {
	switch value := value.(type) {
	case time.Time:
		return errors.New("holds a date or time, which JSON does not have; write it as a string")
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return fmt.Errorf("holds %v, which JSON does not have", value)
		}
	case map[string]any:
		for _, element := range value {
			if err := jsonValue(element); err != nil {
				return err
			}
		}
	case []map[string]any:
		for _, element := range value {
			if err := jsonValue(element); err != nil {
				return err
			}
		}
	case []any:
		for _, element := range value {
			if err := jsonValue(element); err != nil {
				return err
			}
		}
	}
	return nil
}
