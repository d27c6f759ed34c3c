package accepted

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/near"
)

// meant are words that people use for a key and that look like no key.
var meant = map[string]string{
	"expired": "expired_at", "expires": "expired_at", "expiry": "expired_at", "expiration": "expired_at", "until": "expired_at", "exp": "expired_at",
	"reason": "statement", "comment": "statement", "why": "statement", "justification": "statement", "description": "statement",
	"cve": "id", "name": "id", "vulnerability": "vulnerabilities", "cves": "vulnerabilities",
}

// hint names the known key that another was probably meant to be, or all.
func hint(name string, known []string) string {
	plain := strings.ReplaceAll(strings.ToLower(name), "-", "_")
	best := meant[plain]
	if !slices.Contains(known, best) {
		best = near.To(name, known, max(2, len(name)/3))
	}
	if best == "" {
		return "known are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// either lists names: "a, b or c".
func either(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
