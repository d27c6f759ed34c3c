package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPortVariable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, web, table string
		more             files
		want             map[string]string
	}{
		{name: "bare", web: "gunicorn --bind 0.0.0.0:$PORT app:app", want: map[string]string{"PORT": "8000"}},
		{name: "in braces", web: "gunicorn --bind 0.0.0.0:${PORT} app:app", want: map[string]string{"PORT": "8000"}},
		{name: "with a port of the app's own", web: "gunicorn -b :$PORT app:app", table: "port = 5000", want: map[string]string{"PORT": "5000"}},
		{name: "gunicorn that is not told where to listen", web: "gunicorn app:app", want: map[string]string{"PORT": "8000"}},
		{name: "gunicorn that may be told by its file", web: "gunicorn app:app", more: files{"gunicorn.conf.py": "bind = ':8000'\n"}},
		{name: "with a value to fall back on", web: "gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"},
		{name: "another variable", web: "gunicorn --bind $PORTS app:app"},
		{name: "set in env", web: "gunicorn --bind 0.0.0.0:$PORT app:app", table: `env = { PORT = "8000" }`},
		{name: "a server that does not look at it", web: "uvicorn app:app"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := app(files{"Procfile": "web: " + test.web + "\n", "": test.table})
			for name, text := range test.more {
				source[name] = text
			}
			if diff := cmp.Diff(test.want, read(t, tested(source)).Env); diff != "" {
				t.Errorf("variables of the image differ (-want +got):\n%s", diff)
			}
		})
	}
}
