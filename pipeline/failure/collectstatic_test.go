package failure

import (
	"strings"
	"testing"
)

func TestCollectstatic(t *testing.T) {
	t.Parallel()
	const variables = "name the variables it needs in the key build-env"
	for name, test := range map[string]struct{ output, want string }{
		"a variable": {"  File \"/app/shop/settings.py\", line 9, in <module>\nKeyError: 'SECRET_KEY'", variables},
		"a package of development": {"Traceback (most recent call last):\n  File \"<frozen importlib._bootstrap>\", line 1140\nModuleNotFoundError: No module named 'debug_toolbar'",
			"production has no module debug_toolbar: if only development's settings ask for it, name production's in the key build-env, such as build-env = { DJANGO_SETTINGS_MODULE = "},
		"the last one of several": {"ModuleNotFoundError: No module named 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nModuleNotFoundError: No module named 'config.settings.local'",
			"production has no module config.settings.local"},
		"of an older Python": {"ImportError: No module named 'silk'", "production has no module silk"},
		"a library":          {"ImportError: libpq.so.5: cannot open shared object file: No such file or directory", "the image lacks libpq.so.5: add libpq5 to the key apt-run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := collectstatic(test.output); !strings.HasPrefix(got, test.want) {
				t.Errorf("advice %q, want %q…", got, test.want)
			}
		})
	}
}
