// Package advice knows what to do about what uv, compilers and registries say
// when they fail.
package advice

import (
	"slices"
	"strings"
)

// known pairs what programs say with what to do about it; the first that is
// said counts.
var known = []struct {
	said func(output string) bool
	do   string
}{
	{oneOf("no space left on device", "No space left on device"),
		"the engine's disk is full: free some space where it keeps its build cache"},
	{oneOf("Hash mismatch", "DO NOT MATCH THE HASHES", "hash mismatch"),
		"what the index serves is not what was locked: lock again (`pip-compile --generate-hashes` or `uv pip compile --generate-hashes`) if the change is expected, else find out who changed the package"},
	{oneOf("require a hash", "missing from the requirements file", "have their versions pinned", "no hash"),
		"with one hash in the file every requirement needs one: lock again with `--generate-hashes`"},
	{oneOf("Proxy Authentication Required"),
		"the proxy asks for a login: name user and password in HTTP_PROXY and HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT"},
	{oneOf("(401 Unauthorized)", "(403 Forbidden)", "403 Forbidden error", "HTTP error 401", "HTTP error 403"),
		"the index refuses to answer: check user name and password, or the token, in PIP_INDEX_URL and PIP_EXTRA_INDEX_URL; the keys index-url and extra-index-urls hold none"},
	{oneOf("Failed to fetch", "Could not fetch URL", "NewConnectionError", "dns error", "tcp connect error", "Connection refused", "timed out", "Temporary failure in name resolution"),
		"the address does not answer: check PIP_INDEX_URL, the key index-url and the proxy variables; for an index behind a company's own authority set SSL_CERT_FILE"},
	{oneOf("invalid peer certificate", "CERTIFICATE_VERIFY_FAILED", "UnknownIssuer", "CertificateError", "SSLError"),
		"the index's certificate is signed by an authority that is not known here: set SSL_CERT_FILE to its PEM file"},
	{conflicts,
		"the requirements exclude each other, as said above: change one of the versions, or lock them together"},
	{oneOf("No solution found", "No matching distribution", "not found in the package registry"),
		"the index has no such version for this Python: check name and version, and the keys python and index-url"},
	{oneOf("is not compatible", "but it's not installed", "` is installed"),
		"the installed packages contradict each other: lock them together"},
	{oneOf("requires Rust", "find Rust compiler", "the Rust package manager", "Rust not found", "cargo metadata"),
		"a package is compiled with Rust, as the index has no wheel of it: lock a version that has one for this Python, or name rustc and cargo in the key apt-build"},
	{oneOf("gcc", "fatal error:", "pg_config", "pkg-config", "CMake", "Unknown compiler", "Failed building wheel", "Failed to build", "The build backend returned an error"),
		"a package is compiled: name the Debian packages it needs in the key apt-build"},
	{oneOf("push "), "the registry does not take the image: check address, user name and password"},
	{oneOf("vulnerability database"), "name another in PIPELINE_TRIVY_DB, a folder or an artifact with advisories"},
	{oneOf("Unable to locate package"), "Debian has no such package: check the keys apt-build, apt-run and apt-test"},
}

// For is what to do about a program's output, "" where nothing is known.
func For(output string) string {
	for _, k := range known {
		if k.said(output) {
			return k.do
		}
	}
	return ""
}

// oneOf tells of an output whether it holds one of some texts.
func oneOf(texts ...string) func(output string) bool {
	return func(output string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(output, text) })
	}
}
