package plan

import (
	"regexp"
	"strconv"
	"strings"

	"dagger/python-pipeline/source"
)

// gunicornFile is the file with settings that gunicorn reads by default.
const gunicornFile = "gunicorn.conf.py"

var (
	// bindOption sets the address on which gunicorn listens.
	bindOption = regexp.MustCompile(`(?:^|\s)(?:-b|--bind)`)
	// fileOption names another file with settings.
	fileOption = regexp.MustCompile(`(?:^|\s)(?:-c|--config)[\s=]?(?:file:)?(\S+)`)

	bindSetting = regexp.MustCompile(`(?m)^[ \t]*bind\b`)
	literalBind = regexp.MustCompile(`(?m)^bind[ \t]*=[ \t]*\[?[ \t]*["']([^"':]*):([0-9]{4,5})["'][ \t]*,?[ \t]*\]?[ \t]*(?:#.*)?$`)
)

// gunicornSettings returns the file with gunicorn's settings and its text; "" where
// there is none.
func (r *reader) gunicornSettings() (file, text string, err error) {
	p, name := programOf(r.plan.Command), gunicornFile
	if other := submatch(fileOption, r.startLine()); other != "" {
		name = other
	}
	if file = p.file(name); file == "" || !r.tree.Exists(file) {
		return "", "", nil
	}
	text, _, err = r.tree.Text(file)
	return file, text, err
}

// gunicornAddress reads the address from gunicorn's settings; nil where they do not
// set it in one plain line.
func (r *reader) gunicornAddress() (*listenAddress, error) {
	file, text, err := r.gunicornSettings()
	if err != nil || len(bindSetting.FindAllString(text, -1)) != 1 {
		return nil, err
	}
	found := literalBind.FindStringSubmatchIndex(text)
	if found == nil {
		return nil, nil
	}
	line := 1 + strings.Count(text[:found[0]], "\n")
	port, err := strconv.Atoi(text[found[4]:found[5]])
	if err != nil || !validPort(port) {
		return nil, err
	}
	return &listenAddress{source.Place{File: file, Line: line}, "bind", text[found[2]:found[3]], port}, nil
}

// gunicornNeedsPort returns why gunicorn, without an address on the command line,
// depends on PORT; "" where it does not.
func (r *reader) gunicornNeedsPort() (string, error) {
	_, text, err := r.gunicornSettings()
	if err != nil || bindSetting.MatchString(text) {
		return "", err
	}
	return "gunicorn, which otherwise listens on loopback only", nil
}
