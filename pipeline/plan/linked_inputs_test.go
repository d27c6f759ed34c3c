package plan

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// The target of a link is an input too.
func TestLinkedInputs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files, links files
		want         []string
	}{
		"requirements": {
			files: files{"deps/prod.txt": "-r base.txt\nlark\n", "deps/base.txt": "idna\n"},
			links: files{"requirements.txt": "deps/current.txt", "deps/current.txt": "prod.txt", "base.txt": "deps/base.txt"},
			want:  []string{"requirements.txt", "deps/current.txt", "deps/prod.txt", "base.txt", "deps/base.txt"},
		},
		"a lock": {
			files: files{"deps/Pipfile": "", "deps/Pipfile.lock": lockOf(nil, nil)},
			links: files{"Pipfile": "deps/Pipfile", "Pipfile.lock": "deps/Pipfile.lock"},
			want:  []string{"Pipfile", "deps/Pipfile", "Pipfile.lock", "deps/Pipfile.lock"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			test.files["app.py"] = "print(1)\n"
			for name, text := range test.files {
				file := filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for link, target := range test.links {
				if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
					t.Fatal(err)
				}
			}
			plan, err := Read(source.Folder(root), Options{Name: "shop"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, plan.Inputs); diff != "" {
				t.Errorf("inputs differ (-want +got):\n%s", diff)
			}
		})
	}
}
