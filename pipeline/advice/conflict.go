package advice

import (
	"regexp"
	"strings"
)

var (
	// absent is what uv says of what no other version of the rest would cure.
	absent = regexp.MustCompile(`not\s+found\s+in\s+the\s+package\s+registry|Python\s+version|has\s+no\s+wheels?`)
	// unavailable may be the end of the matter, or an argument on the way to a
	// conflict.
	unavailable = regexp.MustCompile(`there\s+(?:is\s+no\s+version|are\s+no\s+versions)\s+of|(?:is|are)\s+available`)
	required    = regexp.MustCompile(`you\s+require\s+([\w.-]+)[^\s,]*(?:\s+and\s+([\w.-]+)[<>=!~\[])?`)
)

// conflicts tells whether uv found versions of everything, but none that go
// together. It begins with the same words when there is no such version.
func conflicts(output string) bool {
	_, because, found := strings.Cut(output, "No solution found")
	if !found || absent.MatchString(because) {
		return false
	}
	if !unavailable.MatchString(because) {
		return true
	}
	names := map[string]bool{}
	for _, match := range required.FindAllStringSubmatch(because, -1) {
		for _, name := range match[1:] {
			names[name] = name != ""
		}
	}
	delete(names, "")
	return len(names) > 1
}
