package failure

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/source"
)

var (
	absentModule = regexp.MustCompile(`No module named '([\w.]+)'`)
	absentName   = regexp.MustCompile(`cannot import name '(\w+)' from '([\w.]+)'`)
	absentFile   = regexp.MustCompile(`(?:No such file or directory:? |FileNotFoundError: )b?['"]([^'"\n]+)['"]|can't open file '([^'\n]+)'`)
)

const calledLikeTest = `if the source has %s, it was left out of the image, as files called like tests are: name those that are tests in the key exclude, such as exclude = ["tests"], and all others ship`

// leftOut returns the advice for an app that lacks a file of the source which the image
// leaves out; "" for any other output.
func leftOut(output string) string {
	var modules []string
	for _, m := range absentModule.FindAllStringSubmatch(output, -1) {
		modules = append(modules, m[1])
	}
	for _, m := range absentName.FindAllStringSubmatch(output, -1) {
		modules = append(modules, m[2]+"."+m[1])
	}
	for _, module := range modules {
		if file := strings.ReplaceAll(module, ".", "/"); source.LikeTest(file) || source.LikeTest(file+".py") {
			return fmt.Sprintf(calledLikeTest, file)
		}
	}
	for _, m := range absentFile.FindAllStringSubmatch(output, -1) {
		file := path.Clean(strings.TrimPrefix(m[1]+m[2], scripts.App+"/"))
		switch {
		case source.ForBuild(file):
			return fmt.Sprintf(`%s was left out of the image, as a file for building and testing: name it in the key include, such as include = ["**", %q]`, file, file)
		case !path.IsAbs(file) && source.LikeTest(file):
			return fmt.Sprintf(calledLikeTest, file)
		}
	}
	return ""
}
