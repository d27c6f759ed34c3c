package plan

import (
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/settings"
)

// Table returns a table [tool.python-pipeline] with what was detected, for people who
// want to see and change it: above each key are its meaning and the source of its
// value. With the table the plan is the same, but for the sources of its decisions.
func (p *Plan) Table() string {
	docs := map[string]string{}
	for _, k := range settings.Keys() {
		docs[k.Name] = k.Doc
	}
	var text strings.Builder
	text.WriteString("[tool.python-pipeline]\n")
	for _, k := range p.detected() {
		doc := docs[k.doc()]
		comment := strings.ToUpper(doc[:1]) + doc[1:] + "."
		if from := p.source(k.name); from != "" {
			comment += " Detected: " + from + "."
		}
		for _, line := range wrap(comment, commentWidth) {
			text.WriteString("# " + line + "\n")
		}
		text.WriteString(k.assignment() + "\n")
	}
	return text.String()
}

// commentWidth is the width of a comment's text.
const commentWidth = 100

// A detectedKey is a key with the value that was detected.
type detectedKey struct {
	name  string
	value any
	// comment means that the key would change more than it says, so that it is left to
	// the reader to set.
	comment bool
}

// doc is the key that documents it: smoke is a table.
func (k detectedKey) doc() string {
	if k.name == "smoke" {
		return "smoke.path"
	}
	return k.name
}

func (k detectedKey) assignment() string {
	value := settings.Literal(k.value)
	if k.name == "smoke" {
		value = "{ path = " + value + " }"
	}
	line := k.name + " = " + value
	if k.comment {
		line = "# " + line
	}
	return line
}

func (p *Plan) detected() []detectedKey {
	keys := []detectedKey{{name: "python", value: p.Python}}
	if p.LockKind == lock.Requirements {
		keys = append(keys, detectedKey{name: "requirements", value: append([]string{}, p.Requirements...)})
		if len(p.DevRequirements) > 0 {
			keys = append(keys, detectedKey{name: "dev-requirements", value: p.DevRequirements})
		}
	} else if p.Folder == "" { // the lock of a workspace is not a file of its member
		keys = append(keys, detectedKey{name: "lock", value: p.Lock})
	}
	keys = append(keys, detectedKey{name: "user", value: p.User}, detectedKey{name: "command", value: p.Command})
	if !p.Release.IsZero() {
		keys = append(keys, detectedKey{name: "release", value: p.Release})
	}
	if p.Manage != "" {
		keys = append(keys, detectedKey{name: "collectstatic", value: p.Collectstatic})
	}
	if p.Port > 0 {
		keys = append(keys, detectedKey{name: "port", value: p.Port})
	}
	if p.Smoke.Path != "" {
		keys = append(keys, detectedKey{name: "smoke", value: p.Smoke.Path})
	}
	// The key would hide that they are pytest's, which writes a report.
	if len(p.Tests.Args) > 0 {
		keys = append(keys, detectedKey{name: "test-command", value: p.Tests.Args, comment: true})
	}
	return keys
}

// source is where a decision comes from; "" for a default.
func (p *Plan) source(name string) string {
	switch name {
	case "test-command":
		name = "tests"
	case "smoke":
		return ""
	}
	at := slices.IndexFunc(p.Decisions, func(d Decision) bool { return d.What == name })
	if at < 0 || p.Decisions[at].From == byDefault {
		return ""
	}
	return oneLine(p.Decisions[at].From)
}

// wrap splits a text into lines between words.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
