package failure

import (
	"fmt"
	"regexp"
	"strconv"
)

// printed has the advice for the output of an app; the first entry that matches counts. %s stands for the first group
// of the pattern.
var printed = []struct {
	pattern *regexp.Regexp
	advice  string
}{
	{regexp.MustCompile(`attempt to write a readonly database|unable to open database file`),
		"SQLite writes beside its file: put that in a folder of its own, and name the folder in the key writable"},
	{regexp.MustCompile(`(?i)5432\b.*(?:refused|failed)|(?:refused|failed).*\b5432\b|could not translate host name`), wantsPostgres},
	{regexp.MustCompile(`KeyError: ['"]DATABASE_URL|DATABASE_URL.*(?:not (?:set|found|defined)|missing|required|environment variable)|(?:environment variable|missing|required).*DATABASE_URL|settings\.DATABASES is improperly configured`), wantsPostgres},
	{regexp.MustCompile(`(?i:environment variable):? ["'` + "`" + `]?([A-Z][A-Z0-9_]+)\b`), wantsVariable},
	{regexp.MustCompile(`\b([A-Z][A-Z0-9_]+)["'` + "`" + `]? (?i:environment variable)`), wantsVariable},
	{regexp.MustCompile(`\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)["']?:? (?:must be set|(?:is )?(?:not set|missing|required|not in the environment))\b`), wantsVariable},
	{regexp.MustCompile(`(?:KeyError: ['"]|UndefinedValueError: |ImproperlyConfigured: (?:[^\n]* )?['"]?)([A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z][A-Z0-9]{2,})\b`), wantsVariable},
	{regexp.MustCompile(`(?ims:^\s*usage:.*\n\s*(?:sub)?commands:)|(?im:^usage:.*\{\w[\w-]*(?:,[\w-]+)+\})`),
		"the command prints how it is used: name one of its subcommands too, in the key command, such as command = [\"shop\", \"serve\"]"},
	{regexp.MustCompile(`no such table|relation "[^"]+" does not exist|Table '[^']+' doesn't exist|unapplied migration`),
		"its database has no tables: let the key release make them, such as release = \"python manage.py migrate --noinput\""},
}

const (
	wantsPostgres = "the app needs a database: with [tool.python-pipeline.services.postgres] one is at postgres:5432, its address in DATABASE_URL"
	wantsVariable = "the app needs the variable %s: set it in the key run-env, with which the pipeline runs the app, or in env where it belongs to the image and is no secret"
)

// Smoke returns the advice for an app that does not work in its image, by the cause and the problem that the check
// reports, the app's output, and the port on which it should listen, 0 for none.
func Smoke(cause, problem, log string, port int) string {
	if cause == "volume" {
		return "the key volumes names it, and volume-mode how the app's user may write it"
	}
	if cause == "no-handler" {
		return "handle the signal in the main process (signal.signal in Python), take a server that does, or begin the last command of a shell script with exec; or write stop-signal = \"SIGINT\", at which Python ends, and let what runs the image stop it so"
	}
	if other := otherPort(log, port); other > 0 && cause == "no-answer" {
		return fmt.Sprintf("it listens on port %d, and the requests are for %d: set the key port to %d, or let the command listen on %d", other, port, other, port)
	}
	for _, find := range []func(output string) string{leftOut, missingInApp, refusedFile} {
		if advice := find(problem + "\n" + log); advice != "" {
			return advice
		}
	}
	for _, p := range printed {
		// The problem may quote the app's answer.
		for _, text := range []string{problem, log} {
			if found := p.pattern.FindStringSubmatch(text); len(found) > 1 {
				return fmt.Sprintf(p.advice, found[1])
			} else if found != nil {
				return p.advice
			}
		}
	}
	switch cause {
	case "no-answer", "no-end", "release-timeout":
		return "look at its output, if it has any; if the app only needs longer, set smoke.timeout"
	}
	return "look at its output; the keys command, smoke, env and apt-run say how it is started"
}

// listens matches the lines in which servers print their port.
var listens = regexp.MustCompile(`(?i)(?:listening|running|serving|bound|fast @)\b?[^\n]*?(?::|\bport )([1-9][0-9]{3,4})\b`)

// otherPort returns the port that a server prints, 0 if it prints none or the expected one.
func otherPort(log string, port int) int {
	other := 0
	for _, found := range listens.FindAllStringSubmatch(log, -1) {
		number, err := strconv.Atoi(found[1])
		switch {
		case err != nil || number > 65535:
		case number == port:
			return 0
		case other == 0:
			other = number
		}
	}
	return other
}
