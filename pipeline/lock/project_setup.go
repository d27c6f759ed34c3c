package lock

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/source"
)

// setup is what setup.py or setup.cfg say as literals. What they compute is in the
// metadata of the wheel alone.
type setup struct {
	source.Place
	// file is the file that makes the folder a package; "" for none.
	file           string
	requiresPython string
	dependencies   []logicalLine
	extras         map[string]setupExtra
}

// setupExtra is an extra of a package.
type setupExtra struct {
	source.Place
	name  string
	lines []logicalLine
}

var setupCall = regexp.MustCompile(`(?m)^[^#\n]*\bsetup\s*\(`)

// readSetup reads both files; what setup.py says of a value wins, as with setuptools.
func readSetup(tree *source.Tree) (setup, error) {
	s := setup{extras: map[string]setupExtra{}}
	config, err := setupConfigOf(tree)
	if err != nil {
		return s, err
	}
	text, _, err := tree.Text(setupConfig)
	if err != nil {
		return s, err
	}
	if config.IsPackage() {
		s.file, s.Place = setupConfig, source.Place{File: setupConfig, Line: 1}
		s.requiresPython = config["options"]["python_requires"]
		for _, line := range config.Lines("options", "install_requires") {
			s.dependencies = append(s.dependencies, logicalLine{Place: placeOf(setupConfig, text, "options", line), text: line})
		}
		for name := range config["options.extras_require"] {
			extra := setupExtra{Place: placeOf(setupConfig, text, "options.extras_require", name), name: name}
			for _, line := range config.Lines("options.extras_require", name) {
				extra.lines = append(extra.lines, logicalLine{Place: placeOf(setupConfig, text, "options.extras_require", line), text: line})
			}
			s.extras[name] = extra
		}
	}
	script, _, err := tree.Text(setupScript)
	if err != nil {
		return s, err
	}
	if at := setupCall.FindStringIndex(script); at != nil {
		s.file, s.Place = setupScript, source.Place{File: setupScript, Line: 1 + strings.Count(script[:at[1]], "\n")}
		s.readScript(script)
	}
	return s, nil
}

// readScript reads the arguments of setup() that are literals.
func (s *setup) readScript(script string) {
	if tokens := argument(script, "python_requires"); len(tokens) > 0 {
		s.requiresPython = tokens[0].text
	}
	for _, t := range argument(script, "install_requires") {
		if t.isString {
			s.dependencies = append(s.dependencies, t.line())
		}
	}
	tokens := argument(script, "extras_require")
	name := "" // of the extra whose list is read
	for i, t := range tokens {
		switch {
		case t.isString && i+1 < len(tokens) && tokens[i+1].text == ":":
			name = t.text
			s.extras[name] = setupExtra{Place: t.line().Place, name: name}
		case t.isString && name != "":
			extra := s.extras[name]
			extra.lines = append(extra.lines, t.line())
			s.extras[name] = extra
		}
	}
}

// ofTests returns the first extra with a customary name.
func (s *setup) ofTests() (setupExtra, bool) {
	for _, name := range testExtras {
		if extra, found := s.extras[name]; found {
			return extra, true
		}
	}
	return setupExtra{}, false
}

// pythonToken is a string or another word of Python.
type pythonToken struct {
	text     string
	isString bool
	at       int // line of setup.py
}

func (t pythonToken) line() logicalLine {
	return logicalLine{Place: source.Place{File: setupScript, Line: t.at}, text: t.text}
}

var pythonWord = regexp.MustCompile(`#[^\n]*|[rbuRBU]?(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')|[A-Za-z_]\w*|\S`)

// argument returns the words of a keyword argument: those up to the bracket that closes
// it, or its only word. A word that is a variable stands for the variable's words.
func argument(script, name string) []pythonToken {
	tokens := assigned(script, name)
	if len(tokens) == 1 && !tokens[0].isString && variable.MatchString(tokens[0].text) {
		return assigned(script, tokens[0].text)
	}
	return tokens
}

var variable = regexp.MustCompile(`^[A-Za-z_]\w*$`)

func assigned(script, name string) []pythonToken {
	start := regexp.MustCompile(`\b` + name + `["']?\s*[=:]\s*`).FindStringIndex(script)
	if start == nil {
		return nil
	}
	var tokens []pythonToken
	line, depth := 1+strings.Count(script[:start[1]], "\n"), 0
	rest := script[start[1]:]
	for {
		m := pythonWord.FindStringSubmatchIndex(rest)
		if m == nil {
			return tokens
		}
		line += strings.Count(rest[:m[0]], "\n")
		t := pythonToken{text: rest[m[0]:m[1]], at: line}
		for _, quoted := range [][2]int{{m[2], m[3]}, {m[4], m[5]}} {
			if quoted[0] >= 0 {
				t.text, t.isString = rest[quoted[0]:quoted[1]], true
			}
		}
		switch {
		case t.isString:
		case strings.Contains("[({", t.text):
			depth++
		case strings.Contains("])}", t.text):
			depth--
		}
		if rest = rest[m[1]:]; !t.isString && strings.HasPrefix(t.text, "#") {
			continue
		}
		if depth < 0 || depth == 0 && t.text == "," && !t.isString {
			return tokens
		}
		if tokens = append(tokens, t); depth == 0 {
			return tokens
		}
	}
}
