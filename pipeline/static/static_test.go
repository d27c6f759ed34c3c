package static

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		output string
		want   Result
		fails  string
	}{
		"collected": {output: "settings of production\n\n130 static files copied to '/app/staticfiles'.\n" +
			`{"folder": "/app/staticfiles", "files": 130, "emptied": true}` + "\n",
			want: Result{Folder: "/app/staticfiles", Files: 130, Emptied: true}},
		"to a storage elsewhere": {output: `{"folder": null, "files": 0, "emptied": false}` + "\n"},
		"the last one counts":    {output: "{\"folder\": \"/a\"}\n{\"folder\": \"/b\"}\nbye\n", want: Result{Folder: "/b"}},
		"to the app itself":      {output: `{"folder": "/app", "files": 1, "emptied": false}`, want: Result{Folder: "/app", Files: 1}},
		"nothing was done":       {output: "nothing to do\n", fails: `collectstatic: manage.py ended without running it; its output: "nothing to do"`},
		"over the system":        {output: `{"folder": "/etc", "files": 1}`, fails: `collectstatic: STATIC_ROOT "/etc" is or lies in /etc, which the app must not change`},
		"over all of it":         {output: `{"folder": "/", "files": 1}`, fails: `collectstatic: STATIC_ROOT "/" is a folder of the system`},
		"over dpkg's list":       {output: `{"folder": "/var/lib/dpkg", "files": 1}`, fails: "is or lies in /var/lib/dpkg"},
		"over the packages":      {output: `{"folder": "/venv/lib", "files": 1}`, fails: "is or lies in /venv"},
		"by a way round":         {output: `{"folder": "/app/../etc", "files": 1}`, fails: `collectstatic: STATIC_ROOT "/app/../etc" is not a valid path`},
		"nowhere in particular":  {output: `{"folder": "static", "files": 1}`, fails: `collectstatic: STATIC_ROOT "static" is not a valid path`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Read(test.output, "/app")
			if (err != nil) != (test.fails != "") || err != nil && !strings.Contains(err.Error(), test.fails) {
				t.Fatalf("error %v, want %q", err, test.fails)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShipped(t *testing.T) {
	t.Parallel()
	files := []string{"manage.py", "public/index.html", "static.py", "static/a.css", "static/img/b.png"}
	for name, test := range map[string]struct {
		result Result
		want   []string
	}{
		"a folder of the app's":             {Result{Folder: "/app/static", Emptied: true}, []string{"manage.py", "public/index.html", "static.py"}},
		"a folder of a web server's":        {Result{Folder: "/var/www/static", Emptied: true}, files},
		"a folder that has sources":         {Result{Folder: "/app/static"}, files},
		"nothing is kept in a folder":       {Result{}, files},
		"a name that begins like another's": {Result{Folder: "/app/sta", Emptied: true}, files},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.result.Shipped(files, "/app")); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}
