package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Command is a program with its arguments. At most one field is set: a string
// needs a shell, a list does not, and the image must run it as it was written.
type Command struct {
	// Line is a line for a shell.
	Line string
	// List is a program and its arguments, taken as they are.
	List []string
}

// Shell returns the command of a string, which /bin/sh runs.
func Shell(line string) Command { return Command{Line: line} }

// Exec returns the command of a list.
func Exec(args ...string) Command { return Command{List: args} }

// IsZero tells whether there is no command.
func (c Command) IsZero() bool { return c.Line == "" && len(c.List) == 0 }

// Args returns the argument vector in exec form. The shell of a string replaces
// itself by the last program (exec), so that the program gets the signals; it stays
// where there is more for it to do.
func (c Command) Args() []string {
	if c.Line == "" {
		return c.List
	}
	line := c.Line
	if l, err := parseLine(line); err == nil {
		line = l.replacing()
	}
	return []string{"/bin/sh", "-c", line}
}

// Words returns the program that is started and its arguments, without running a
// shell: variables of a string stay as they are.
func (c Command) Words() []string {
	if c.Line == "" {
		return c.List
	}
	l, err := parseLine(c.Line)
	if err != nil {
		return strings.Fields(c.Line)
	}
	return l.words()
}

// String returns the command as it was written: a shell line or a JSON array.
func (c Command) String() string {
	if c.Line != "" || c.List == nil {
		return c.Line
	}
	var text strings.Builder
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false) // && stays readable
	if err := out.Encode(c.List); err != nil {
		return fmt.Sprint(c.List)
	}
	return strings.TrimSpace(text.String())
}

// Check returns an error if the command cannot be run.
func (c Command) Check() error {
	if c.Line != "" {
		return checkLine(c.Line)
	}
	if len(c.List) == 0 || c.List[0] == "" {
		return errors.New("names no program")
	}
	return nil
}

// UnmarshalTOML reads a string or a list of strings.
func (c *Command) UnmarshalTOML(value any) error {
	switch value := value.(type) {
	case string:
		*c = Shell(value)
		return nil
	case []any:
		list := make([]string, len(value))
		for i, element := range value {
			text, ok := element.(string)
			if !ok {
				return fmt.Errorf("element %d is %s; it must be a string", i, describe(element))
			}
			list[i] = text
		}
		*c = Exec(list...)
		return nil
	}
	return fmt.Errorf("is %s; it must be a string or a list of strings", describe(value))
}

// MarshalJSON writes a string, a list, or null for no command.
func (c Command) MarshalJSON() ([]byte, error) {
	if c.Line != "" {
		return json.Marshal(c.Line)
	}
	return json.Marshal(c.List)
}

// UnmarshalJSON reads what [Command.MarshalJSON] writes.
func (c *Command) UnmarshalJSON(text []byte) error {
	*c = Command{}
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &c.Line)
	}
	return json.Unmarshal(text, &c.List)
}
