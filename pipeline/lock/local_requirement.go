package lock

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

var (
	// directReference matches name[extras] @ target.
	directReference = regexp.MustCompile(`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*@\s*(.+)$`)
	// withExtras matches path[extras].
	withExtras = regexp.MustCompile(`^(.*?)\s*\[([^\]]*)\]$`)
	// markerStart matches what separates a path or an address, which may have a
	// semicolon, from a marker.
	markerStart = regexp.MustCompile(`\s+;\s*|;\s+`)
)

// parseLocal reads a requirement that names a folder or a repository; nil for any other
// one. A path is relative to the app's folder whichever file names it: pip and uv take
// it as relative to the working directory, which is the folder of the project.
func parseLocal(tree *source.Tree, line logicalLine, text string, editable bool) (*Local, error) {
	text, options := splitOptions(text)
	target, marker := text, ""
	if at := markerStart.FindStringIndex(text); at != nil {
		target, marker = text[:at[0]], text[at[1]:]
	}
	l := &Local{Place: line.Place, Marker: marker}
	named := directReference.FindStringSubmatch(target)
	if named != nil {
		l.Name, l.Extras, target = installed.CanonicalName(named[1]), extrasOf(named[2]), named[3]
	}
	shown := settings.WithoutCredentials(target)
	var err error
	switch {
	case versionSystem.MatchString(target):
		err = l.fromAddress(target)
	case editable && !strings.HasPrefix(target, "file:") && addressStart.MatchString(target):
		return nil, line.Errorf("%s is not a folder or a git repository, which an editable install needs; remove -e", shown)
	case editable || isPath(target, named != nil):
		err = l.fromPath(tree, target)
	default:
		return nil, nil
	}
	switch {
	case err != nil && l.Name != "":
		return nil, line.Errorf("%s (%s) %w", l.Name, shown, err)
	case err != nil:
		return nil, line.Errorf("%s %w", shown, err)
	case options != "":
		return nil, line.Errorf("%s is built from its source, for which options are not supported; remove %s", l.label(), strings.TrimSpace(options))
	}
	return l, nil
}

// fromPath takes over a requirement such as ./folder[extra] from its path.
func (l *Local) fromPath(tree *source.Tree, target string) error {
	target, _, _ = strings.Cut(target, "#")
	if m := withExtras.FindStringSubmatch(target); m != nil && l.Name == "" {
		target, l.Extras = m[1], extrasOf(m[2])
	}
	var err error
	l.Folder, err = packageFolder(tree, pathOfAddress(target))
	return err
}

// isPath reports whether a requirement without its marker is a file or folder of the
// machine; named means that it follows name @.
func isPath(target string, named bool) bool {
	switch {
	case strings.HasPrefix(target, "file:"):
		return true
	case named || addressStart.MatchString(target):
		return named && !addressStart.MatchString(target)
	}
	return strings.HasPrefix(target, ".") || !strings.ContainsAny(target, "=<>~!@ ") && strings.Contains(target, "/") ||
		archiveEnd.MatchString(target)
}
