package plan

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// gunicornFile is the file with settings that gunicorn reads without being told.
const gunicornFile = "gunicorn.conf.py"

var (
	// bindOption says to gunicorn where to listen.
	bindOption = regexp.MustCompile(`(?:^|\s)(?:-b|--bind)`)
	// fileOption names another file with settings.
	fileOption = regexp.MustCompile(`(?:^|\s)(?:-c|--config)[\s=]?(?:file:)?(\S+)`)

	bindSetting = regexp.MustCompile(`(?m)^[ \t]*bind\b`)
	literalBind = regexp.MustCompile(`(?m)^bind[ \t]*=[ \t]*["']([^"':]*):([0-9]{4,5})["'][ \t]*(?:#.*)?$`)
)

// gunicornSettings are the file with gunicorn's settings and its text; "" where
// there is none.
func (r *reader) gunicornSettings() (file, text string, err error) {
	file = gunicornFile
	if other := submatch(fileOption, r.startLine()); other != "" {
		file = path.Clean(strings.Trim(other, `"'`))
	}
	if !r.exists(file) {
		return "", "", nil
	}
	text, _, err = r.text(file)
	return file, text, err
}

// gunicornAddress is where the file with gunicorn's settings lets it listen; nil
// where the file does not say so in one plain line.
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
	if err != nil || port < 1024 || port > 65535 {
		return nil, err
	}
	return &listenAddress{place{file, line}, "bind", text[found[2]:found[3]], port}, nil
}

// gunicornNeedsPort says why gunicorn, which nothing on the command line tells
// where to listen, depends on PORT; "" where it does not.
func (r *reader) gunicornNeedsPort() (string, error) {
	file, text, err := r.gunicornSettings()
	switch {
	case err != nil:
		return "", err
	case !bindSetting.MatchString(text):
		return "gunicorn listens on loopback alone without it", nil
	case strings.Contains(text, `"PORT"`) || strings.Contains(text, `'PORT'`):
		return file + " asks for it", nil
	}
	return "", nil
}
