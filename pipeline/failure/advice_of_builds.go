package failure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// known has the advice for the output of any program; the first entry that matches counts.
var known = []struct {
	matches func(output string) bool
	advice  string
}{
	{oneOf("no space left on device", "No space left on device"),
		"the engine's disk is full: free some space where it keeps its build cache"},
	{oneOf("Hash mismatch", "DO NOT MATCH THE HASHES", "hash mismatch"),
		"the index serves another file than the one that was locked: lock again (`pip-compile --generate-hashes` or `uv pip compile --generate-hashes`) if the change is expected, else find out who changed the package"},
	{oneOf("require a hash", "missing from the requirements file", "have their versions pinned", "no hash"),
		"with one hash in the file every requirement needs one: lock again with `--generate-hashes`"},
	{oneOf("Proxy Authentication Required"),
		"the proxy requires a login: name user and password in HTTP_PROXY and HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT"},
	{oneOf("(401 Unauthorized)", "(403 Forbidden)", "403 Forbidden error", "HTTP error 401", "HTTP error 403"),
		"the index refuses to answer: check user name and password, or the token, in PIP_INDEX_URL and PIP_EXTRA_INDEX_URL (`dagger call` has --index-url and --extra-index-url); the keys index-url and extra-index-urls hold none"},
	{oneOf("Failed to fetch", "Could not fetch URL", "NewConnectionError", "dns error", "tcp connect error", "Connection refused", "timed out", "Temporary failure in name resolution"),
		"the address does not answer: check PIP_INDEX_URL, the key index-url and the proxy variables; for an index behind a company's own authority set SSL_CERT_FILE (`dagger call` has --index-url, with-proxy and --ca)"},
	{oneOf("invalid peer certificate", "CERTIFICATE_VERIFY_FAILED", "UnknownIssuer", "CertificateError", "SSLError"),
		"the index's certificate is signed by an authority that is not known here: set SSL_CERT_FILE to its PEM file (`dagger call` has --ca)"},
	{conflicts,
		"the requirements exclude each other, as the output shows: change one of the versions, or lock them together"},
	{oneOf("No solution found", "No matching distribution", "not found in the package registry"),
		"the index has no such version for this Python: check name and version, and the keys python and index-url"},
	{oneOf("is not compatible", "but it's not installed", "` is installed"),
		"the installed packages contradict each other: lock them together"},
	{oneOf("requires Rust", "find Rust compiler", "the Rust package manager", "Rust not found", "cargo metadata"), rust},
	{oneOf("gcc", "fatal error:", "pg_config", "pkg-config", "CMake", "Unknown compiler", "Failed building wheel", "Failed to build", "The build backend returned an error"),
		"a package is compiled: name the Debian packages it needs in the key apt-build"},
	{oneOf("push "), "the registry does not take the image: check address, user name and password"},
	{oneOf("vulnerability database"), "name another in PIPELINE_TRIVY_DB, a folder or an artifact with advisories (`dagger call` has --trivy-db)"},
	{oneOf("Unable to locate package"), "Debian has no such package: check the keys apt-build, apt-run and apt-test"},
}

// insidesOfPython matches a compiler's error about what one version of Python had, and the next one has not.
var insidesOfPython = regexp.MustCompile(`fatal error: longintrepr\.h:|(?:_PyErr_StackItem|PyThreadState|PyFrameObject|PyCodeObject|PyTypeObject|PyLongObject|PyCFrame)\b.* has no member named|(?:implicit declaration of function|too (?:few|many) arguments to function) .?_?Py[A-Z]\w*`)

// adviceFor returns the advice for a program's output, "" if none is known.
func adviceFor(output string) string {
	if insidesOfPython.MatchString(output) {
		return "the source of a package is too old for this Python, whose insides have changed: lock a newer release of the package, or name an older Python in the key python"
	}
	if advice := missingInBuild(output); advice != "" {
		return advice
	}
	for _, k := range known {
		if k.matches(output) {
			return k.advice
		}
	}
	return ""
}

// oneOf matches an output that has one of these texts.
func oneOf(texts ...string) func(output string) bool {
	return func(output string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(output, text) })
	}
}

var (
	// absent matches uv's text about a package that no other version of the rest would provide.
	absent = regexp.MustCompile(`not\s+found\s+in\s+the\s+package\s+registry|Python\s+version|has\s+no\s+wheels?`)
	// unavailable matches uv's text about missing versions. They are the cause, or only one step towards a conflict.
	unavailable = regexp.MustCompile(`there\s+(?:is\s+no\s+version|are\s+no\s+versions)\s+of|(?:is|are)\s+available`)
	required    = regexp.MustCompile(`you\s+require\s+([\w.-]+)[^\s,]*(?:\s+and\s+([\w.-]+)[<>=!~\[])?`)
)

// conflicts reports whether uv found versions of all packages, but none that fit together. The output for a version that
// does not exist begins with the same words.
func conflicts(output string) bool {
	_, because, found := strings.Cut(output, "No solution found")
	if !found || absent.MatchString(because) {
		return false
	}
	if !unavailable.MatchString(because) {
		return true
	}
	names := map[string]bool{}
	for _, match := range required.FindAllStringSubmatch(because, -1) {
		for _, name := range match[1:] {
			names[name] = name != ""
		}
	}
	delete(names, "")
	return len(names) > 1
}

// missingModule matches Python's text about a module that is not installed.
var missingModule = regexp.MustCompile(`(?m)^(?:ModuleNotFoundError|ImportError): No module named '([\w.]+)'`)

// collectstatic returns the advice for the output of a collectstatic that failed.
func collectstatic(output string) string {
	if found := missingModule.FindAllStringSubmatch(output, -1); found != nil {
		return fmt.Sprintf(`production has no module %s: if only development's settings ask for it, name production's in the key build-env, such as build-env = { DJANGO_SETTINGS_MODULE = "mysite.settings.production" }; else add it to the requirements`, found[len(found)-1][1])
	}
	if advice := missingInApp(output); advice != "" {
		return advice
	}
	return "name the variables it needs in the key build-env, or set collectstatic = false"
}
