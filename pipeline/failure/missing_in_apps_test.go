package failure

import "testing"

func TestMissingInApp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ output, want string }{
		"the loader":   {"ImportError: libmagic.so.1: cannot open shared object file: No such file or directory", `the image lacks libmagic.so.1: add libmagic1 to the key apt-run, such as apt-run = ["libmagic1"]`},
		"Debian 12":    {"ImportError: libldap-2.5.so.0: cannot open shared object file", `the image lacks libldap-2.5.so.0: add libldap-2.5-0 to the key apt-run, such as apt-run = ["libldap-2.5-0"]`},
		"Debian 13":    {"ImportError: libldap.so.2: cannot open shared object file", `the image lacks libldap.so.2: add libldap2 to the key apt-run, such as apt-run = ["libldap2"]`},
		"another one":  {"OSError: /venv/acme/libturbo.so.3: cannot open shared object file", "the image lacks the library libturbo.so.3: add the Debian package that has it (`apt-file search libturbo.so.3` finds it) to the key apt-run"},
		"the second":   {"OSError: libturbo.so.3: cannot open shared object file\nImportError: libgomp.so.1: cannot open shared object file", `the image lacks libgomp.so.1: add libgomp1 to the key apt-run, such as apt-run = ["libgomp1"]`},
		"cffi":         {"OSError: cannot load library 'gobject-2.0-0': gobject-2.0-0: cannot open shared object file: No such file or directory.  Additionally, ctypes.util.find_library() did not manage to locate a library called 'gobject-2.0-0'", `the image lacks gobject-2.0-0: add libglib2.0-0 to the key apt-run, such as apt-run = ["libglib2.0-0"]`},
		"cairocffi":    {"OSError: no library called \"cairo-2\" was found\nno library called \"cairo\" was found\ncannot load library 'libcairo.so.2': libcairo.so.2: cannot open shared object file", `the image lacks libcairo.so.2: add libcairo2 to the key apt-run, such as apt-run = ["libcairo2"]`},
		"WeasyPrint":   {"WeasyPrint could not import some external libraries. Please carefully follow the installation steps\nOSError: cannot load library 'libpango-1.0-0'", `the image lacks Pango: add libharfbuzz-subset0, libpango-1.0-0, libpangoft2-1.0-0 to the key apt-run, such as apt-run = ["libharfbuzz-subset0", "libpango-1.0-0", "libpangoft2-1.0-0"]`},
		"OpenCV":       {"  File \"/venv/lib/python3.11/site-packages/cv2/__init__.py\", line 181, in <module>\nImportError: libGL.so.1: cannot open shared object file", `the image lacks a graphics library of OpenCV (opencv-python-headless needs none): add libgl1, libglib2.0-0 to the key apt-run, such as apt-run = ["libgl1", "libglib2.0-0"]`},
		"python-magic": {"ImportError: failed to find libmagic.  Check your installation", `the image lacks libmagic: add libmagic1 to the key apt-run, such as apt-run = ["libmagic1"]`},
		"GeoDjango":    {"django.core.exceptions.ImproperlyConfigured: Could not find the GDAL library (tried \"gdal\", \"GDAL\"). Is GDAL installed?", `the image lacks GDAL: add gdal-bin to the key apt-run, such as apt-run = ["gdal-bin"]`},
		"psycopg":      {"ImportError: no pq wrapper available.\n- couldn't import psycopg 'python' implementation: libpq library not found", `the image lacks libpq: add libpq5 to the key apt-run, such as apt-run = ["libpq5"]`},
		"a program":    {"FileNotFoundError: [Errno 2] No such file or directory: 'curl'", `the image lacks the program curl: add curl to the key apt-run, such as apt-run = ["curl"]`},
		"with a path":  {"FileNotFoundError: [Errno 2] No such file or directory: '/usr/bin/pg_dump'", `the image lacks the program pg_dump: add postgresql-client to the key apt-run, such as apt-run = ["postgresql-client"]`},
		"of a shell":   {"sh: 1: ffmpeg: not found", `the image lacks the program ffmpeg: add ffmpeg to the key apt-run, such as apt-run = ["ffmpeg"]`},
		"a file":       {"FileNotFoundError: [Errno 2] No such file or directory: '/app/data/convert'", ""},
		"anything":     {"ValueError: 7", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := missingInApp(test.output); got != test.want {
				t.Errorf("advice %q, want %q", got, test.want)
			}
		})
	}
}
