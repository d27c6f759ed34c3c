package failure

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// libraries and programs match the texts about those that are not there; the group is the name.
var (
	libraries = []*regexp.Regexp{
		regexp.MustCompile(`([^\s'"(:]+\.so[\w.]*): cannot open shared object file`),
		regexp.MustCompile(`cannot load library ['"]([^'"\s]+)['"]`),
		regexp.MustCompile(`no library called "([^"\s]+)" was found`),
	}
	programs = []*regexp.Regexp{
		regexp.MustCompile(`No such file or directory: b?(?:PosixPath\()?['"](?:(?:/usr)?(?:/local)?/bin/)?([\w.+-]+)['"]`),
		regexp.MustCompile(`(?:^|\n)\S*sh: (?:\d+: |line \d+: )?(?:exec: )?([\w.+-]+): (?:command )?not found`),
	}
)

// withoutLibrary has the texts of well-known packages that look for a library or a program themselves. They come before
// the names of libraries, as such a package often needs several.
var withoutLibrary = []struct {
	pattern  *regexp.Regexp
	what     string
	packages []string // of Debian
}{
	{regexp.MustCompile(`WeasyPrint could not import some external libraries`), "Pango", []string{"libharfbuzz-subset0", "libpango-1.0-0", "libpangoft2-1.0-0"}},
	{regexp.MustCompile(`(?s)cv2.*lib(?:GL|gthread-2\.0)\.so`), "a graphics library of OpenCV (opencv-python-headless needs none)", []string{"libgl1", "libglib2.0-0"}},
	{regexp.MustCompile(`failed to find libmagic`), "libmagic", []string{"libmagic1"}},
	{regexp.MustCompile(`Unable to find zbar shared library`), "zbar", []string{"libzbar0"}},
	{regexp.MustCompile(`Unable to find dmtx shared library`), "dmtx", []string{"libdmtx0b"}},
	{regexp.MustCompile(`sndfile library not found`), "sndfile", []string{"libsndfile1"}},
	{regexp.MustCompile(`PortAudio library not found`), "PortAudio", []string{"libportaudio2"}},
	{regexp.MustCompile(`(?i)could not find opus library`), "Opus", []string{"libopus0"}},
	{regexp.MustCompile(`libpq library not found`), "libpq", []string{"libpq5"}},
	{regexp.MustCompile(`Could not find the (?:GDAL|GEOS) library`), "GDAL", []string{"gdal-bin"}},
	{regexp.MustCompile(`Unable to load the SpatiaLite library|mod_spatialite`), "SpatiaLite", []string{"libsqlite3-mod-spatialite"}},
	{regexp.MustCompile(`MagickWand shared library not found`), "ImageMagick", []string{"imagemagick"}},
	{regexp.MustCompile(`'enchant' C library was not found`), "enchant", []string{"libenchant-2-2"}},
	{regexp.MustCompile(`tesseract is not installed or it's not in your PATH`), "tesseract", []string{"tesseract-ocr"}},
	{regexp.MustCompile(`Is poppler installed and in PATH`), "poppler", []string{"poppler-utils"}},
	{regexp.MustCompile(`make sure the Graphviz executables are on your systems' PATH`), "Graphviz", []string{"graphviz"}},
	{regexp.MustCompile(`Bad git executable`), "git", []string{"git"}},
	{regexp.MustCompile(`No pandoc was found`), "pandoc", []string{"pandoc"}},
}

// missingInApp returns the advice for an app that lacks a library or a program, "" for any other output.
func missingInApp(output string) string {
	what, packages := lackOfApp(output)
	switch {
	case what == "":
		return ""
	case len(packages) == 0:
		return fmt.Sprintf("the image lacks the library %s: add the Debian package that has it (`apt-file search %s` finds it) to the key apt-run", what, what)
	}
	return fmt.Sprintf("the image lacks %s: add %s to the key apt-run, such as apt-run = %s", what, strings.Join(packages, ", "), list(packages))
}

// lackOfApp returns what an app lacks, "" if it lacks nothing, and the Debian packages that have it, none if they are
// not known.
func lackOfApp(output string) (what string, packages []string) {
	for _, w := range withoutLibrary {
		if w.pattern.MatchString(output) {
			return w.what, w.packages
		}
	}
	for _, name := range matches(libraries, output) {
		name = path.Base(name)
		if packages := packagesOf(forApps, soname(name)); len(packages) > 0 {
			return name, packages
		}
		if what == "" && strings.Contains(name, ".so") {
			what = name
		}
	}
	for _, name := range matches(programs, output) {
		if packages := packagesOf(forApps, name); len(packages) > 0 {
			return "the program " + name, packages
		}
	}
	return what, nil
}

// matches returns what the first group of each pattern matches.
func matches(patterns []*regexp.Regexp, text string) []string {
	var all []string
	for _, pattern := range patterns {
		for _, found := range pattern.FindAllStringSubmatch(text, -1) {
			all = append(all, found[1])
		}
	}
	return all
}

// numbered matches the version that a name of a library may end with, as Windows has it.
var numbered = regexp.MustCompile(`-\d+$`)

// soname returns the name of a library in the table. Packages look for it without its beginning or end too, such as
// gobject-2.0 and libgobject-2.0-0.
func soname(name string) string {
	if strings.Contains(name, ".so.") {
		return name
	}
	asked := strings.TrimSuffix(strings.TrimPrefix(name, "lib"), ".so")
	for _, p := range forApps {
		for _, known := range strings.Fields(p.has) {
			stem, _, isLibrary := strings.Cut(strings.TrimPrefix(known, "lib"), ".so")
			if isLibrary && (asked == stem || numbered.ReplaceAllString(asked, "") == stem) {
				return known
			}
		}
	}
	return name
}
