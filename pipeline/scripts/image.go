package scripts

import (
	"fmt"
	"strings"
)

// Waitress is waitress-serve with a handler for SIGTERM, as an argument of `python -c`.
var Waitress = line("image/waitress-sigterm.py")

// ConsoleScript calls a function like the launcher of an entry of [project.scripts], as an argument of `python -c`. The
// function is an object of a module, with attributes.
func ConsoleScript(name, module, object, attributes string) string {
	return strings.NewReplacer(
		"MODULE", module, "OBJECT()", object+attributes+"()", "OBJECT", object, `"NAME"`, fmt.Sprintf("%q", name),
	).Replace(line("image/console-script.py"))
}

// line returns a program without blocks in one line, so that process lists and plans show it well.
func line(name string) string { return strings.ReplaceAll(strings.TrimSpace(text(name)), "\n", "; ") }
