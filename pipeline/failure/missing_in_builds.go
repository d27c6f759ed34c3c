package failure

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// lacked matches the texts of compilers and build tools about what they do not find; the first group that has a text is
// its name. The form is that of forBuilds.
var lacked = []struct {
	pattern *regexp.Regexp
	form    string
}{
	{regexp.MustCompile(`fatal error: ['"]?([^\s'":]+\.[hH][a-z+]{0,2})['"]?(?:: No such file or directory| file not found)`), "%s"},
	{regexp.MustCompile(`cannot find (-l[\w.+-]+)`), "%s"},
	{regexp.MustCompile(`Package ['"]?([\w.+-]+)['"]?,? (?:was not found in the pkg-config search path|required by '[^']+', not found|not found)|No package '([\w.+-]+)' found`), "%s.pc"},
	{regexp.MustCompile(`(?:ERROR: Dependency|Dependency) ["']([\w.+-]+)["'] not found`), "%s.pc"},
	{regexp.MustCompile(`Could (?:NOT|not) find ([\w.+-]+) \(missing:|package configuration file provided by ["']([\w.+-]+)["']`), "cmake:%s"},
	{regexp.MustCompile(`error: command '([\w.+/-]+)' failed: No such file or directory|error: command '([\w.+/-]+)' not found|(?:FileNotFoundError|OSError): \[Errno 2\] No such file or directory: b?['"]([\w.+/-]+)['"]`), "%s"},
	{regexp.MustCompile(`(?:^|\n)[^\n]*?\b([\w.+]+-config|[a-z]+_config)(?:: command)?(?: executable)? not found|(?:^|\n)\S*sh: (?:\d+: |line \d+: )?([\w.+-]+): (?:command )?not found`), "%s"},
	{regexp.MustCompile(`Could not (?:run|find) ([\w.+-]+-config)|Unknown compiler\(s\): \[\['([\w.+-]+)'`), "%s"},
}

// said has the texts of well-known packages about what they miss; the first that matches counts.
var said = []struct {
	pattern  *regexp.Regexp
	what     string
	packages []string // of Debian
}{
	{regexp.MustCompile(`libxml2 and libxslt development packages`), "libxml2 and libxslt", []string{"libxml2-dev", "libxslt1-dev"}},
	{regexp.MustCompile(`MYSQLCLIENT_CFLAGS|Can not find valid pkg-config name`), "MySQL's library", []string{"default-libmysqlclient-dev"}},
	{regexp.MustCompile(`(?:RequiredDependencyException: |headers or library files could not be found for )jpeg`), "jpeglib.h", []string{"libjpeg-dev"}},
	{regexp.MustCompile(`(?:RequiredDependencyException: |headers or library files could not be found for )zlib`), "zlib.h", []string{"zlib1g-dev"}},
	{regexp.MustCompile(`Unable to load dependency HDF5|Could not find a local HDF5 installation|did not find HDF5 headers`), "HDF5", []string{"libhdf5-dev"}},
	{regexp.MustCompile(`A GDAL API version must be specified`), "gdal-config", []string{"libgdal-dev"}},
	{regexp.MustCompile(`proj executable not found`), "proj", []string{"libproj-dev", "proj-bin"}},
	{regexp.MustCompile(`No BLAS/LAPACK libraries found`), "BLAS and LAPACK", []string{"libopenblas-dev"}},
	{regexp.MustCompile(`Cannot find libsystemd`), "libsystemd", []string{"libsystemd-dev"}},
	{regexp.MustCompile(`CMake must be installed|CMake is not installed|Did not find CMake|Problem with the CMake installation`), "CMake", []string{"cmake"}},
}

// rust is the advice for a package that needs a compiler of Rust.
const rust = "a package is compiled with Rust, as the index has no wheel of it: lock a version that has one for this Python, or add rustc and cargo to the key apt-build"

// missingInBuild returns the advice for a build that lacks a header, a library or a program, "" for any other output.
func missingInBuild(output string) string {
	// Tests whether something exists come before what failed, which is the last.
	var known, unknown lack
	for _, l := range lacked {
		for _, found := range l.pattern.FindAllStringSubmatchIndex(output, -1) {
			name := firstGroup(output, found)
			l := lack{found[0], name, packagesOf(forBuilds, fmt.Sprintf(l.form, name))}
			switch {
			case len(l.packages) > 0 && l.at >= known.at:
				known = l
			case len(l.packages) == 0 && l.at >= unknown.at && (header.MatchString(name) || isRust(name)):
				unknown = l
			}
		}
	}
	if len(known.packages) > 0 {
		return compiledWithout(known.what, slices.Concat(known.packages, together[known.packages[0]]))
	}
	for _, s := range said {
		if s.pattern.MatchString(output) {
			return compiledWithout(s.what, s.packages)
		}
	}
	switch {
	case unknown.what == "":
		return ""
	case isRust(unknown.what):
		return rust
	}
	return fmt.Sprintf("a package is compiled, and the builder lacks %s: add the Debian package that has it (`apt-file search %s` finds it) to the key apt-build", unknown.what, unknown.what)
}

// A lack is something that a build looked for.
type lack struct {
	at       int // where the output says it
	what     string
	packages []string // that have it, none if they are not known
}

var header = regexp.MustCompile(`\.[hH][a-z+]{0,2}$`)

func isRust(program string) bool {
	return slices.Contains([]string{"cargo", "rustc"}, path.Base(program))
}

func compiledWithout(what string, packages []string) string {
	return fmt.Sprintf("a package is compiled, and the builder lacks %s: add %s to the key apt-build, such as apt-build = %s", what, strings.Join(packages, ", "), list(packages))
}

// firstGroup returns the text of the first group that matched.
func firstGroup(text string, indexes []int) string {
	for i := 2; i < len(indexes); i += 2 {
		if indexes[i] >= 0 {
			return text[indexes[i]:indexes[i+1]]
		}
	}
	return ""
}

// packagesOf returns the Debian package that has what a program asks for; none if it is not known. A header may be asked
// for with more folders than the table has, and a program with its path.
func packagesOf(table []debianPackage, what string) []string {
	for name := what; name != ""; {
		for _, p := range table {
			if slices.Contains(strings.Fields(p.has), name) {
				return []string{p.name}
			}
		}
		_, name, _ = strings.Cut(name, "/")
	}
	return nil
}

// list writes names as a list of TOML.
func list(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
