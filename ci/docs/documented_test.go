package docs

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// What is exported is documented: `go doc`, `dagger functions` and `help` have
// no other source.
func TestEverythingExportedIsDocumented(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"..", "../../pipeline"} {
		checked := 0
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), "_") || entry.Name() == "internal"):
				return fs.SkipDir
			case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			places, err := undocumented(name, nil, filepath.Dir(name) == "../../pipeline")
			for _, place := range places {
				t.Error(place)
			}
			checked++
			return err
		})
		if err != nil || checked == 0 {
			t.Errorf("%s: %d files checked: %v", root, checked, err)
		}
	}
}
