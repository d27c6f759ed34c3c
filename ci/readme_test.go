package main

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

var update = flag.Bool("update", false, "write the tables of README.md anew")

// The tables of the README are those of the code.
func TestReadmeTables(t *testing.T) {
	const file = "../README.md"
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := string(content)
	for name, table := range map[string]string{"keys": keysTable(), "variables": variablesTable()} {
		begin, end := fmt.Sprintf("<!-- %s -->\n", name), fmt.Sprintf("<!-- /%s -->\n", name)
		before, rest, found := strings.Cut(want, begin)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("README.md has no %s … %s", begin, end)
		}
		want = before + begin + table + end + after
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(content)); diff != "" {
		t.Errorf("run `go test ./ci -run Readme -update`:\n%s", diff)
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
