package settings

import (
	"fmt"
	"strings"
	"testing"
)

func TestCheckBounds(t *testing.T) {
	t.Parallel()
	many := func(text string) string { return strings.Repeat(text, 200) }
	const deep = "tables or lists are nested more than 100 deep"
	for name, test := range map[string]struct{ document, want string }{
		"nothing":                         {"", ""},
		"many tables side by side":        {many("[[a]]\nb = [{c = [1]}]\n"), ""},
		"brackets in a string":            {`a = "` + many("[") + `"`, ""},
		"brackets in a literal":           {`a = '` + many("[") + `'`, ""},
		"brackets in a comment":           {"# " + many("["), ""},
		"brackets in a long string":       {`a = """` + many("[\n\"\\\"") + `"""`, ""},
		"dots in a string":                {`"` + many(".") + `" = 1`, ""},
		"numbers with dots":               {"a = [" + many("1.0, ") + "]", ""},
		"lists":                           {"\n\na = " + many("["), "pyproject.toml: line 3: " + deep},
		"lists with ends in comments":     {"a = " + many("[ # ]\n"), "line 101: " + deep},
		"lists with ends in strings":      {"a = " + many(`["]",`), deep},
		"lists behind quotes at an end":   {"a = [" + many(`"""x""""", [`), deep},
		"lists behind two quotes":         {"a = [" + many(`'''x'''', [`), deep},
		"lists behind an escaped quote":   {"a = [" + many(`"\"", [`), deep},
		"lists behind an empty string":    {"a = [" + many(`"", '', [`), deep},
		"inline tables":                   {"a = " + many("{a = "), deep},
		"a key of many names":             {many("a.") + "a = 1", deep},
		"a table of many names":           {"[" + many("a . ") + "a]", deep},
		"a string that does not end":      {`a = "` + many("["), ""},
		"a long string that ends nowhere": {`a = """\`, ""},
		"a large document":                {strings.Repeat("#", maxBytes+1), "larger than 1 MB"},
	} {
		err := CheckBounds(test.document)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// Without the limits each of these takes minutes or overflows the stack.
func TestParseIsBounded(t *testing.T) {
	t.Parallel()
	head := "[tool.python-pipeline]\n"
	for name, test := range map[string]struct{ document, want string }{
		"brackets alone":    {strings.Repeat("[", maxBytes), "line 1: "},
		"many unknown keys": {head + manyKeys(20_000), `unknown key "a`},
		"a long name":       {head + strings.Repeat("a", maxBytes/2) + " = 1", `unknown key "aaa`},
		"many wrong values": {head + "env = { " + strings.Repeat("x", 20_000) + " = 1 }", "it must be"},
	} {
		_, err := Parse([]byte(test.document))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %.200v, want %q", name, err, test.want)
			continue
		}
		if lines := strings.Count(err.Error(), "\n") + 1; lines > maxProblems {
			t.Errorf("%s: %d lines of problems", name, lines)
		}
	}
}

// manyKeys returns this many keys.
func manyKeys(count int) string {
	var keys strings.Builder
	for i := range count {
		fmt.Fprintf(&keys, "a%d = 1\n", i)
	}
	return keys.String()
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"[project]\nname = \"shop\"\n[tool.python-pipeline]\ncommand = [\"python\", \"app.py\"]\nport = 8000\nsmoke = { path = \"/\", json = { a = [1, {}] } }\n",
		"[tool.python-pipeline]\ncomand = \"x\"\n", "[tool.python_pipeline]\n", "tool = 1\n", "[tool]\npython-pipeline = []\n", "[[tool.python-pipeline]]\n", "[tool.python-pipeline]\nenv.a.b.c = 1\n",
		"[tool.python-pipeline]\ninclude = [\"[\"]\nwritable = [\"/\"]\nservices.postgres.version = \"\\u0000\"\n", "[tool.python-pipeline]\nscan = { severity = 1 }\nport = 99999999999999999999\n",
		"[tool.python-pipeline]\nsmoke.timeout = \"1e9h\"\nsmoke.requests = [{}, 1]\n", "a = 1\na = 2\n", "a.b = 1\na.b.c = 2\n", "a = \"\\U00110000\"\n", "a = '''\n", "\xff", "\ufeff[a]\n",
		strings.Repeat("[", 5000), "a = " + strings.Repeat("[", 99), strings.Repeat("a.", 98) + "a = 1", "[tool.python-pipeline]\ncommand = \"a\\u001b]0;\\u0007\\u202e\"\nenv = { X = \"https://u:p@h/\" }\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		s, err := Parse(document)
		if err == nil {
			for _, name := range s.Given {
				s.Text(name)
			}
			return
		}
		if s != nil || !strings.HasPrefix(err.Error(), "pyproject.toml: ") {
			t.Errorf("the error %q, and settings: %t", err, s != nil)
		}
	})
}
