package failure

import (
	"strings"
	"testing"
)

func TestAdvice(t *testing.T) {
	t.Parallel()
	const (
		uv        = "error: No solution found when resolving dependencies\n  cause: "
		exclude   = "the requirements exclude each other"
		noVersion = "the index has no such version for this Python"
		refuses   = "the index refuses to answer: check user name and password"
		contrary  = "the installed packages contradict each other"
		rust      = "a package is compiled with Rust"
		tooOld    = "the source of a package is too old for this Python"
		compiled  = "a package is compiled: name the Debian packages it needs in the key apt-build"
	)
	for name, test := range map[string]struct{ output, want string }{
		"versions that exclude each other": {uv + "Because flask==3.0.0 depends on werkzeug>=3.0.0 and you require flask==3.0.0, we can conclude that you require werkzeug>=3.0.0.\n" +
			"         And because you require werkzeug==2.0.0, we can conclude that your requirements are unsatisfiable.", exclude},
		"a version and another one":     {uv + "Because you require lark==1.2.2 and lark==1.1.9, we can conclude that your requirements are unsatisfiable.", exclude},
		"with the arguments of markers": {uv + "Because pandas==2.2.0 depends on numpy{python_full_version < '3.12'}>=1.23.2,<2 and you require numpy==1.20.0, we can conclude that your requirements and pandas==2.2.0 are incompatible.", exclude},
		"with an argument on what is there": {uv + "Because only werkzeug<=3.1.3 is available and flask==3.0.0 depends on werkzeug>=3.0.0, we can conclude that flask==3.0.0 depends on\n" +
			"      werkzeug>=3.0.0,<=3.1.3. And because you require flask==3.0.0 and werkzeug==2.0.0, we can conclude that your requirements are unsatisfiable.", exclude},
		"wrapped":                          {uv + "Because flask==3.0.0 depends\n      on werkzeug>=3.0.0 and you\n      require flask==3.0.0 and werkzeug==2, your requirements are unsatisfiable.", exclude},
		"no such version":                  {uv + "Because there is no version of lark==99 and you require lark==99, we can conclude that your requirements are unsatisfiable.", noVersion},
		"no such version of what it needs": {uv + "Because there is no version of werkzeug==99 and flask==3.0.0 depends on werkzeug==99, we can conclude that flask==3.0.0 cannot be used.\n      And because you require flask==3.0.0, we can conclude that your requirements are unsatisfiable.", noVersion},
		"no such package":                  {uv + "Because nosuch was not found in the package registry and you require nosuch, we can conclude that your requirements are unsatisfiable.", noVersion},
		"not for this Python":              {uv + "Because the requested Python version (>=3.9) does not satisfy Python>=3.11 and numpy==2.3.0 depends on Python>=3.11, we can conclude that numpy==2.3.0 cannot be used.", noVersion},
		"no such version, of pip":          {"ERROR: No matching distribution found for lark==99", noVersion},
		"a proxy with a login, of apt":     {"Err:1 http://mirror.example/debian bookworm InRelease\n  407  Proxy Authentication Required [IP: 10.0.0.1 3128]\nE: Failed to fetch http://mirror.example/debian", "the proxy requires a login"},
		"a proxy with a login, of pip":     {"WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))'\nERROR: No matching distribution found for lark==1.2.2", "the proxy requires a login"},
		"a full disk, of pip":              {"Could not install packages due to an OSError: [Errno 28] No space left on device", "the engine's disk is full"},
		"a full disk, of the engine":       {"failed to sync: write /venv/lib/lark.py: no space left on device", "the engine's disk is full"},
		"another hash":                     {"Hash mismatch for `lark==1.2.2`", "the index serves another file than the one that was locked"},
		"no credentials, of uv": {uv + "Because lark was not found in the package registry and you require lark==1.2.2, we can conclude that your requirements are unsatisfiable.\n\n" +
			"hint: An index URL (https://packages.acme.example/simple) could not be queried due to a lack of valid authentication credentials (401 Unauthorized)", refuses},
		"an account that may not, of uv": {uv + "Because lark was not found in the package registry and you require lark==1.2.2, we can conclude that your requirements are unsatisfiable.\n\n" +
			"hint: An index (https://packages.acme.example/simple) returned a 403 Forbidden error. Check that the index URL is correct and the credentials are valid.", refuses},
		"no credentials for a file, of uv":     {"error: Failed to fetch: `https://packages.acme.example/lark.whl`\n  Caused by: HTTP status client error (401 Unauthorized) for url (https://packages.acme.example/lark.whl)", refuses},
		"no credentials for a file, of pip":    {"ERROR: HTTP error 403 while getting https://packages.acme.example/lark.whl", refuses},
		"a registry, not an index":             {"push 127.0.0.1:5000/shop: unexpected status from HEAD request to http://127.0.0.1:5000/v2/: 401 Unauthorized", "the registry does not take the image"},
		"no answer":                            {"error: Failed to fetch: `https://packages.acme.example/simple/lark/`\n  Caused by: dns error", "the address does not answer"},
		"another version is there, of uv":      {"Found 1 incompatibility\nThe package `django` requires `asgiref>=3.8.1`, but `3.6.0` is installed", contrary},
		"a package is not there, of uv":        {"Found 1 incompatibility\nThe package `django` requires `sqlparse>=0.3.1`, but it's not installed", contrary},
		"no Rust":                              {"error: Failed to build `cryptography==3.4`\n  This package requires Rust >=1.41.0.", rust},
		"no Rust, of setuptools-rust":          {"ERROR: Failed building wheel for tiktoken\nerror: can't find Rust compiler", rust},
		"no Rust, of maturin":                  {"Failed to build `rpds-py==0.1`\nCargo, the Rust package manager, is not installed or is not on PATH.", rust},
		"a member that Python dropped":         {"src/greenlet.c:1258:29: error: ‘_PyErr_StackItem’ {aka ‘struct _err_stackitem’} has no member named ‘exc_traceback’\nerror: command 'gcc' failed with exit code 1", tooOld},
		"a header that Python dropped":         {"frozenlist.c:197:12: fatal error: longintrepr.h: No such file or directory", tooOld},
		"a function of another Python":         {"x.c:9:3: error: too few arguments to function ‘_PyLong_AsByteArray’", tooOld},
		"a header of a library":                {"x.c:9:3: error: too few arguments to function ‘xmlParse’\nerror: command 'gcc' failed", compiled},
		"a package that is compiled":           {"error: command '/usr/bin/gcc' failed with exit code 1", compiled},
		"a header that it lacks":               {"lber.h:1:10: fatal error: lber.h: No such file or directory\nerror: Failed to build `python-ldap==3.4.4`", "a package is compiled, and the builder lacks lber.h: add libldap-dev, libsasl2-dev"},
		"a build that requires something else": {"error: Failed to build `lxml==4.0`\n  this build requires libxml2", compiled},
		"what is not known":                    {"Killed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := adviceFor(test.output); !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
				t.Errorf("advice %q, want %q…", got, test.want)
			}
		})
	}
}
