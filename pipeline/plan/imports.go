package plan

import (
	"path"
	"regexp"
	"strings"
)

var (
	importStatement = regexp.MustCompile(`(?m)^[ \t]*import[ \t]+([^\n#;]+)`)
	fromStatement   = regexp.MustCompile(`(?m)^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n#;]*)`)
	importCall      = regexp.MustCompile(`\bimport_module\([ \t]*["']([\w.]+)["']`)
	pythonComment   = regexp.MustCompile(`#[^\n]*`)
	// testTool is imported by programs that run tests.
	testTool = regexp.MustCompile(`(?m)^[ \t]*(?:import|from)[ \t]+(?:pytest|unittest|nox|setuptools)\b`)
)

// importsOf lists the modules that a file imports, as paths without an extension. Each
// may be in the app's folder, in one of the folders on the path, or beside the file;
// which of them exist is for the caller to find out.
func importsOf(file, text string, roots []string) []string {
	var found []string
	beside := path.Dir(file)
	add := func(dotted string) {
		if dotted = strings.TrimSpace(dotted); dotted == "" {
			return
		}
		name := strings.ReplaceAll(dotted, ".", "/")
		for _, root := range append(roots[:len(roots):len(roots)], beside) {
			found = append(found, path.Join(root, name))
		}
	}
	for _, m := range importStatement.FindAllStringSubmatch(text, -1) {
		for _, name := range namesIn(m[1]) {
			add(name)
		}
	}
	for _, m := range importCall.FindAllStringSubmatch(text, -1) {
		add(m[1])
	}
	for _, m := range fromStatement.FindAllStringSubmatch(text, -1) {
		dots, module, names := m[1], m[2], namesIn(m[3])
		if dots == "" {
			add(module)
			for _, name := range names {
				add(module + "." + name)
			}
			continue
		}
		folder := path.Join(beside, strings.Repeat("../", len(dots)-1), strings.ReplaceAll(module, ".", "/"))
		found = append(found, folder)
		for _, name := range names {
			found = append(found, path.Join(folder, name))
		}
	}
	return found
}

// namesIn lists the names of an import, without what they are called in the module.
func namesIn(list string) []string {
	var names []string
	for _, part := range strings.Split(strings.Trim(pythonComment.ReplaceAllString(list, ""), "()"), ",") {
		if fields := strings.Fields(part); len(fields) > 0 {
			names = append(names, fields[0])
		}
	}
	return names
}
