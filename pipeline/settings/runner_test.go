package settings

import "testing"

func TestWithoutRunner(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"poetry run gunicorn 'a b'":        "gunicorn 'a b'",
		"A=1 exec pipenv run gunicorn app": "A=1 exec gunicorn app",
		"cd src && uv run --no-sync python manage.py migrate; uv  run  gunicorn app": "cd src && python manage.py migrate; gunicorn app",
		"(pdm run a | hatch run b) || rye run -- c":                                  "(a | b) || c",
		"uv run --with gunicorn gunicorn app":                                        "uv run --with gunicorn gunicorn app",
		"poetry run":                                                                 "poetry run",
		"echo poetry run gunicorn":                                                   "echo poetry run gunicorn",
		"poetry run 'gunicorn":                                                       "poetry run 'gunicorn",
	} {
		if got := WithoutRunner(line); got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
}
