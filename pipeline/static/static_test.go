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
		"nothing was done":       {output: "nothing to do\n", fails: `collectstatic: manage.py ended without doing it; it said "nothing to do"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Read(test.output)
			if (err != nil) != (test.fails != "") || err != nil && !strings.Contains(err.Error(), test.fails) {
				t.Fatalf("error %v, want %q", err, test.fails)
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
