package lock

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// Requirement is one package to install.
type Requirement struct {
	source.Place
	// Name is normalised; "" for an address without a name.
	Name string
	// Address is the address of a direct reference; "" for a release of an index.
	Address string
	// Hashed means that the download has a hash.
	Hashed bool

	text    string // as written, without options
	pythons installable
}

// label names the requirement in an error: by its name, or by its address without
// credentials.
func (r Requirement) label() string {
	if r.Name != "" {
		return r.Name
	}
	return settings.WithoutCredentials(r.text)
}

var (
	optionsStart = regexp.MustCompile(`\s-`)
	hashOption   = regexp.MustCompile(`--hash[=\s]\s*sha(?:256|384|512):[0-9a-fA-F]+`)
	hashFragment = regexp.MustCompile(`[#&]sha(?:256|384|512)=[0-9a-fA-F]+`)
	eggFragment  = regexp.MustCompile(`[#&]egg=([A-Za-z0-9._-]+)`)

	namedPattern  = regexp.MustCompile(`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$`)
	versionStart  = regexp.MustCompile(`^(?:$|===?|[<>!~]=|[<>]|\(|;)`)
	addressStart  = regexp.MustCompile(`^(?:file:|[A-Za-z][A-Za-z0-9+.-]*://)`)
	versionSystem = regexp.MustCompile(`^(?:git|hg|svn|bzr)\+`)
	archiveEnd    = regexp.MustCompile(`\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$`)
)

// parseRequirement reads a line that is neither empty nor an option, and no Local.
func parseRequirement(line logicalLine) (Requirement, error) {
	text, options := splitOptions(line.text)
	r := Requirement{Place: line.Place, text: text, Hashed: hashOption.MatchString(options)}

	rest := text
	if m := namedPattern.FindStringSubmatch(text); m != nil && !addressStart.MatchString(text) {
		if r.Name, rest = installed.CanonicalName(m[1]), m[2]; strings.HasPrefix(rest, "@") {
			rest = strings.TrimSpace(rest[1:])
			r.Address, _, _ = strings.Cut(rest, " ")
		}
	} else if addressStart.MatchString(text) {
		r.Address, _, _ = strings.Cut(text, " ")
		if m := eggFragment.FindStringSubmatch(r.Address); m != nil {
			r.Name = installed.CanonicalName(m[1])
		}
	}
	r.Hashed = r.Hashed || hashFragment.MatchString(r.Address)

	switch {
	case r.Address != "":
		return r, nil
	case r.Name == "" || !versionStart.MatchString(rest):
		return r, r.Errorf("%q is not a valid requirement; write it like name==1.2.3", settings.WithoutCredentials(text))
	}
	return r, nil
}

// splitOptions separates a requirement from the options after it.
func splitOptions(text string) (requirement, options string) {
	if at := optionsStart.FindStringIndex(text); at != nil {
		return strings.TrimSpace(text[:at[0]]), text[at[0]:]
	}
	return text, ""
}

var shortOptions = map[string]string{
	"-r": "--requirement", "-c": "--constraint", "-e": "--editable", "-i": "--index-url", "-f": "--find-links",
}

// parseOption splits --name value, --name=value, -n value and -nvalue; it returns
// the long name.
func parseOption(text string) (name, value string) {
	if name = text; strings.HasPrefix(text, "--") {
		if i := strings.IndexAny(text, "= \t"); i >= 0 {
			name, value = text[:i], text[i+1:]
		}
	} else if len(text) > 2 {
		name, value = text[:2], strings.TrimPrefix(text[2:], "=")
	}
	if long, ok := shortOptions[name]; ok {
		name = long
	}
	return name, strings.Trim(strings.TrimSpace(value), `"'`)
}
