package advice

import (
	"fmt"
	"regexp"
	"strings"
)

// missingModule is what Python says of a module that is not installed.
var missingModule = regexp.MustCompile(`(?m)^(?:ModuleNotFoundError|ImportError): No module named '([\w.]+)'`)

// Collectstatic is what to do about the output of a collectstatic that failed.
func Collectstatic(output string) string {
	if found := missingModule.FindAllStringSubmatch(output, -1); found != nil {
		return fmt.Sprintf(`production has no module %s: if only development's settings ask for it, name production's in the key build-env, such as build-env = { DJANGO_SETTINGS_MODULE = "mysite.settings.production" }; else add it to the requirements`, found[len(found)-1][1])
	}
	if strings.Contains(output, "cannot open shared object file") {
		return "a library is missing: name its Debian package in the key apt-run"
	}
	return "name the variables it needs in the key build-env, or set collectstatic = false"
}
