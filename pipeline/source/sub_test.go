package source

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// A folder of the source has the same rules: what leads out of it is refused.
func TestSub(t *testing.T) {
	t.Parallel()
	f := folder(t, map[string]string{"notes": "", "packages/api/app.py": "print(1)", "packages/api/notes": "->../../notes", "linked": "->packages/api"})
	for _, name := range []string{"packages/api", "linked"} {
		sub, err := fs.Sub(f, name)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := fs.ReadFile(sub, "app.py"); string(text) != "print(1)" || err != nil {
			t.Errorf("%s: got %q, %v", name, text, err)
		}
		if _, err := fs.ReadFile(sub, "notes"); err == nil || !strings.Contains(err.Error(), "leads out of the app's folder") {
			t.Errorf("%s: a link out of the folder: %v", name, err)
		}
	}
	for _, name := range []string{"missing", "notes"} {
		if _, err := fs.Sub(f, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
