// Package docs tests that what people and editors read matches the code: README.md, the schema of pyproject.toml, the
// comments of exported names, and what `dagger functions` shows.
package docs

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"dagger/python-pipeline/settings"
	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/config"
)

var update = flag.Bool("update", false, "rewrite the tables of the README files")

// The tables of keys and variables agree with the code.
func TestTables(t *testing.T) {
	t.Parallel()
	checkTable(t, "../../pipeline/README.md", "keys", keysTable())
	checkTable(t, "../README.md", "variables", variablesTable())
}

func checkTable(t *testing.T, file, name, table string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := fmt.Sprintf("<!-- %s -->\n", name), fmt.Sprintf("<!-- /%s -->\n", name)
	before, rest, found := strings.Cut(string(content), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no %s … %s", file, begin, end)
	}
	want := before + begin + table + end + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(content)); diff != "" {
		t.Errorf("run `go test ./ci/docs -run Tables -update`:\n%s", diff)
	}
}

func keysTable() string {
	var table strings.Builder
	table.WriteString("| key | type | default | meaning |\n|---|---|---|---|\n")
	for _, key := range settings.Keys() {
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", key.Name, key.Type, key.Default, key.Doc)
	}
	return table.String()
}

func variablesTable() string {
	var table strings.Builder
	table.WriteString("| variable | default | meaning |\n|---|---|---|\n")
	for _, variable := range config.Variables() {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", variable.Name, variable.Default, variable.Doc)
	}
	return table.String()
}
