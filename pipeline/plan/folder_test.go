package plan

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a requirements file that is a link leads to is an input too.
func TestLinkedRequirements(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"app.py": "print(1)\n", "deps/prod.txt": "-r base.txt\nlark\n", "deps/base.txt": "idna\n",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{
		"requirements.txt": "deps/current.txt", "deps/current.txt": "prod.txt", "base.txt": "deps/base.txt",
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := Read(Folder(root), Options{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"requirements.txt", "deps/current.txt", "deps/prod.txt", "base.txt", "deps/base.txt"}
	if diff := cmp.Diff(want, plan.Inputs); diff != "" {
		t.Errorf("inputs differ (-want +got):\n%s", diff)
	}
}
