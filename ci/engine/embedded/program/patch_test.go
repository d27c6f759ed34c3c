package program

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPatch(t *testing.T) {
	t.Parallel()
	p := patch{file: "f.go", before: "\tb()", insert: "\ta()", added: "a.go"}
	for content, want := range map[string]string{
		"func f() {\n\tb()\n\tc()\n}\n": "func f() {\n\ta()\n\tb()\n\tc()\n}\n",
		"func f() {\n\tc()\n}\n":        "",
		"\tb()\n\tb()\n":                "",
	} {
		folder, added := t.TempDir(), filepath.Join(t.TempDir(), "a.go")
		for path, content := range map[string]string{filepath.Join(folder, "f.go"): content, added: "func a() {}"} {
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		err := p.change(folder, added)
		if want == "" {
			if err == nil || err.Error() != "f.go: the patch was made for another version of the file" {
				t.Errorf("%q: got %v", content, err)
			}
			continue
		}
		for path, want := range map[string]string{"f.go": want, "a.go": "func a() {}"} {
			if got, readErr := os.ReadFile(filepath.Join(folder, path)); string(got) != want || err != nil || readErr != nil {
				t.Errorf("%s: got %q, %v, %v", path, got, err, readErr)
			}
		}
	}
}
