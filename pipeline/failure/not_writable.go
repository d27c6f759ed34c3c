package failure

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"dagger/python-pipeline/folders"
	"dagger/python-pipeline/scripts"
)

// refused match the texts of Python and of a shell about a file that the user may not write.
var refused = []*regexp.Regexp{
	regexp.MustCompile(`(?:Permission denied|Read-only file system): b?'([^']+)'`),
	regexp.MustCompile(`cannot (?:create|touch|open|make)[^\n]*?['" ](/[^\s'":]+)['"]?: (?:Permission denied|Read-only file system)`),
}

// refusedFile returns the advice for an app that may not write what it wants to, "" for any other output.
func refusedFile(output string) string {
	if files := matches(refused, output); len(files) > 0 {
		return notWritable(files[0])
	}
	return ""
}

// notWritable returns the advice for an app that cannot write a file or a folder.
func notWritable(file string) string {
	if !path.IsAbs(file) {
		file = path.Join(scripts.App, file)
	}
	return fmt.Sprintf("the app's user may not write %s: %s", file, writableInstead(path.Clean(file)))
}

func writableInstead(file string) string {
	folder := file
	// Only the ending tells a file that is to be made from a folder.
	if path.Ext(file) != "" {
		folder = path.Dir(file)
	}
	top := "/" + strings.Split(file, "/")[1]
	switch {
	case top == "/root" || top == "/home" || top == "/nonexistent":
		return "HOME names the home of the app's user, who may write there: let the app take the folder from it (`pathlib.Path.home()`), and no key set another HOME"
	case top == scripts.Venv || folders.IsSystem(file):
		return "packages must stay as they are; let it write below HOME or /tmp, by a variable in the key env if the package has one, such as MPLCONFIGDIR or NLTK_DATA"
	case top == "/run" || strings.HasPrefix(file, "/var/run/"):
		return "sockets and files with process numbers belong into /tmp, which every app may write"
	case top == scripts.Config:
		return "configuration must stay as it is; let it write below HOME, or into a folder that the key writable names"
	case folders.Check(folder) != nil:
		return fmt.Sprintf("let it write into a folder of its own there, such as %s, and name that in the key writable", path.Join(folder, "data"))
	case path.Dir(folder) == scripts.App:
		return fmt.Sprintf("add it to the key writable, such as writable = [%q], or to volumes if the data must last", path.Base(folder))
	}
	return fmt.Sprintf("add its folder to the key writable, such as writable = [%q], or to volumes if the data must last", strings.TrimPrefix(folder, scripts.App+"/"))
}
