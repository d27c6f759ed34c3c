package composefile_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/composefile"
)

// awkward are texts that YAML, Compose, a terminal or a job's log may take for something else.
var awkward = []string{
	"", " ", "true", "no", "on", "null", "~", "1025", "1e3", "0x1f", "0o17", "12:30:45", "2026-01-31", "-", "- a", "a: b", "a #b", "#", "*a", "&a", "!a", "%a", "@a", "`a`",
	"$HOME", "${HOME}", "$$", "$", "${", "${HOME:?set it}", "100%", `"quoted"`, "it's", `back\slash`, `\n`, `{"a": [1, "$b"]}`, "[a, b]", "{a}",
	"two\nlines", "ends\n", "two ends\n\n", "\nbegins", "  indented\n", "  a\nb", "\n  a", "\n\n a\n ", " \na", "a\n ", "a\n\n", "a\n  b\n\nc", "tab\there", "\ttab", "trailing \n space", "crlf\r\n", "cr\r",
	"ünïcode, 漢字, 🙂", "e\u0301", "\u202egnp.exe", "\U000e0041", "\u0085", "\u2028", "\ufeff", "\x1b[31mred", "\x7f", "nbsp\u00a0",
	"##[error]a", "a\n::error::b", "a\n  ::error::b", "::error::c", "<<", "? a", "---", "...", "a\n---\nb", "|", ">", strings.Repeat("long ", 100),
}

// Every value is that of the app.
func TestAwkwardValues(t *testing.T) {
	t.Parallel()
	app := composefile.App{Name: "shop", Image: "shop:latest", Environment: map[string]composefile.Value{}}
	want := map[string]string{}
	for i, text := range awkward {
		name := fmt.Sprintf("V%d", i)
		app.Environment[name], want[name] = composefile.Literal(text), text
	}
	got := map[string]string{}
	for name, value := range load(t, app).Services["shop"].Environment {
		got[name] = *value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values differ (-want +got):\n%s", diff)
	}
}

// Every argument of a command is that of the app.
func TestAwkwardArguments(t *testing.T) {
	t.Parallel()
	app := composefile.App{Name: "shop", Image: "shop:latest", Entrypoint: []string{"/$entry"}, Release: awkward, Healthcheck: awkward}
	project := load(t, app)
	if diff := cmp.Diff(append([]string{"/$entry"}, awkward...), []string(project.Services["shop-release"].Entrypoint)); diff != "" {
		t.Errorf("the release differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(append([]string{"CMD"}, awkward...), []string(project.Services["shop"].HealthCheck.Test)); diff != "" {
		t.Errorf("the health check differs (-want +got):\n%s", diff)
	}
}

// The text of the file moves no cursor and has no command for the log of a GitHub Actions job.
func TestFileIsPrintable(t *testing.T) {
	t.Parallel()
	app := composefile.App{Name: "shop", Image: "shop:latest", Release: awkward, Environment: map[string]composefile.Value{}}
	for i, text := range awkward {
		app.Environment[fmt.Sprintf("V%d", i)] = composefile.Literal(text)
	}
	file := string(render(t, app))
	if found := regexp.MustCompile(`##\[|(?m:^\s*::)|[\x00-\x08\x0b-\x1f\x7f\x{85}\x{2028}\x{202e}\x{feff}\x{e0041}]`).FindAllString(file, -1); len(found) > 0 {
		t.Errorf("it has %q", found)
	}
}

// What the user sets is taken as it is, and named above the file.
func TestRequiredValue(t *testing.T) {
	t.Parallel()
	if got := *load(t, shop()).Services["shop"].Environment["SECRET_KEY"]; got != "k$y" {
		t.Errorf("the app gets %q", got)
	}
	if file := string(render(t, shop())); !strings.Contains(file, "First set POSTGRES_PASSWORD, SECRET_KEY in a file .env") {
		t.Errorf("the user is not told what to set:\n%s", file)
	}
	app := composefile.App{Name: "shop", Image: "shop:latest", Environment: map[string]composefile.Value{"A": composefile.Literal("${SECRET_KEY:?b}")}}
	if file := string(render(t, app)); strings.Contains(file, ".env") {
		t.Errorf("there is nothing to set:\n%s", file)
	}
}
