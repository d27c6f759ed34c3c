package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tables "What is where" name every folder, and nothing that is not there.
func TestWhatIsWhere(t *testing.T) {
	t.Parallel()
	quoted := regexp.MustCompile("`([^`]+)`")
	for _, root := range []string{"..", "../../pipeline"} {
		content, err := os.ReadFile(filepath.Join(root, "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		_, table, _ := strings.Cut(string(content), "## What is where\n")
		table, _, _ = strings.Cut(table, "\n## ")
		named := map[string]bool{}
		for line := range strings.Lines(table) {
			cells := strings.Split(line, "|")
			if len(cells) < 3 {
				continue
			}
			for _, name := range quoted.FindAllStringSubmatch(cells[1], -1) {
				named[strings.TrimSuffix(name[1], "/")] = true
				if found, err := filepath.Glob(filepath.Join(root, name[1])); err != nil || len(found) == 0 {
					t.Errorf("%s: there is no %s", root, name[1])
				}
			}
		}
		entries, err := os.ReadDir(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if name := entry.Name(); entry.IsDir() && name != "internal" && !named[name] {
				t.Errorf("%s: %s is not in the table", root, name)
			}
		}
	}
}
