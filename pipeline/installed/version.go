package installed

import (
	"cmp"
	"regexp"
	"strings"
)

// version has the parts of a version as PEP 440 defines it.
var version = regexp.MustCompile(`^v?(?:(\d+)!)?(\d+(?:\.\d+)*)` +
	`(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?` +
	`(?:[-_.]?(post|rev|r)[-_.]?(\d*)|[-_](\d+))?` +
	`(?:[-_.]?(dev)[-_.]?(\d*))?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`)

// phases are the short forms of the words for releases before the final one.
var phases = map[string]string{"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}

// CanonicalVersion is one text for all ways to write a version: "1.0-RC1" and
// "1rc1" are equal. What PEP 440 does not define stays as it is, in lower case.
func CanonicalVersion(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	parts := version.FindStringSubmatch(text)
	if parts == nil {
		return separators.ReplaceAllString(text, ".")
	}
	var written strings.Builder
	if epoch := digits(parts[1]); epoch != "0" {
		written.WriteString(epoch + "!")
	}
	written.WriteString(release(parts[2]))
	if phase := parts[3]; phase != "" {
		written.WriteString(cmp.Or(phases[phase], phase) + digits(parts[4]))
	}
	if parts[5] != "" || parts[7] != "" {
		written.WriteString(".post" + digits(cmp.Or(parts[6], parts[7])))
	}
	if parts[8] != "" {
		written.WriteString(".dev" + digits(parts[9]))
	}
	if local := parts[10]; local != "" {
		written.WriteString("+" + separators.ReplaceAllString(local, "."))
	}
	return written.String()
}

// release drops the zeros at the end: 1.0 and 1 are one release.
func release(text string) string {
	numbers := strings.Split(text, ".")
	for i := range numbers {
		numbers[i] = digits(numbers[i])
	}
	for len(numbers) > 1 && numbers[len(numbers)-1] == "0" {
		numbers = numbers[:len(numbers)-1]
	}
	return strings.Join(numbers, ".")
}

// digits drops zeros in front; no digits are a zero.
func digits(text string) string { return cmp.Or(strings.TrimLeft(text, "0"), "0") }
