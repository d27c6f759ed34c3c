package scripts

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// standIn has as much of Django as the program looks at. Like Django's its
// storage copies no file that is there already.
var standIn = map[string]string{
	"django/core/management/base.py": "class BaseCommand:\n    def execute(self, *arguments, **options):\n        return self.handle()\n",
	"django/core/files/storage.py":   "class FileSystemStorage:\n    location = None\n",
	"django/conf.py": `
import os
class settings:
    STATIC_ROOT = os.environ.get("STATIC_ROOT")
`,
	"django/contrib/staticfiles/storage.py": `
import os
from django.conf import settings
from django.core.files.storage import FileSystemStorage
staticfiles_storage = FileSystemStorage()
if "REMOTE" in os.environ:
    staticfiles_storage = None
elif settings.STATIC_ROOT:
    staticfiles_storage.location = os.path.abspath(settings.STATIC_ROOT)
`,
	"django/contrib/staticfiles/finders.py": `
import os
from django.core.files.storage import FileSystemStorage
class Finder:
    def list(self, ignored):
        storage = FileSystemStorage()
        storage.location = os.path.abspath("shop/static")
        return [(name, storage) for name in sorted(os.listdir(storage.location))]
def get_finders():
    return [Finder()]
`,
	"manage.py": `
import os, shutil, sys
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def handle(self):
        from django.contrib.staticfiles.storage import staticfiles_storage
        if not getattr(staticfiles_storage, "location", None):
            return
        os.makedirs(staticfiles_storage.location, exist_ok=True)
        for name, found in finders.get_finders()[0].list([]):
            target = os.path.join(staticfiles_storage.location, name)
            if not os.path.exists(target):
                shutil.copy(os.path.join(found.location, name), target)
assert sys.argv == ["manage.py", "collectstatic", "--noinput"], sys.argv
print("settings of production")
Command().execute()
sys.exit()
`,
}

func TestCollectstatic(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		stale     []string // files that the source has of an earlier run
		says      string
		want      map[string]string // what those files and the collected one hold then
	}{
		"a folder that is not there": {
			variables: []string{"STATIC_ROOT=public"},
			says:      `{"folder": "APP/public", "files": 1, "emptied": true}`,
			want:      map[string]string{"public/style.css": "new"},
		},
		"what an earlier run left is gone": {
			variables: []string{"STATIC_ROOT=public"},
			stale:     []string{"public/style.css", "public/admin/gone.css"},
			says:      `{"folder": "APP/public", "files": 1, "emptied": true}`,
			want:      map[string]string{"public/style.css": "new", "public/admin/gone.css": ""},
		},
		"what is collected from stays": {
			variables: []string{"STATIC_ROOT=shop/static"},
			stale:     []string{"shop/static/more.css"},
			says:      `{"folder": "APP/shop/static", "files": 2, "emptied": false}`,
			want:      map[string]string{"shop/static/style.css": "new", "shop/static/more.css": "old"},
		},
		"the app stays": {
			variables: []string{"STATIC_ROOT=."},
			stale:     []string{"style.css"},
			says:      `"emptied": false}`,
			want:      map[string]string{"style.css": "old", "shop/static/style.css": "new"},
		},
		"a storage elsewhere": {
			variables: []string{"STATIC_ROOT=public", "REMOTE=1"},
			says:      `{"folder": null, "files": 0, "emptied": false}`,
		},
		"no place at all": {says: `{"folder": null, "files": 0, "emptied": false}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			place := func(file, text string) {
				file = filepath.Join(app, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for file, text := range standIn {
				place(file, text)
			}
			place("shop/static/style.css", "new")
			for _, file := range test.stale {
				place(file, "old")
			}
			cmd := exec.Command(python(), "-c", Collectstatic.Text, "manage.py")
			cmd.Dir, cmd.Env = app, append(os.Environ(), test.variables...)
			var problem bytes.Buffer
			cmd.Stderr = &problem
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, &problem)
			}
			lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(out), app, "APP")), "\n")
			if last := lines[len(lines)-1]; !strings.HasSuffix(last, test.says) {
				t.Errorf("it says %s, not %s", last, test.says)
			}
			for file, want := range test.want {
				got, err := os.ReadFile(filepath.Join(app, file))
				if err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, string(got)); diff != "" {
					t.Errorf("%s differs (-want +got):\n%s", file, diff)
				}
			}
		})
	}
}
