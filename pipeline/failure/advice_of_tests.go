package failure

import (
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

// Tests returns the advice for failed tests by their output, "" if it shows none of the causes that are known. The
// services are those that run beside the tests.
func Tests(output string, services settings.Services) string {
	if what, packages := lackOfApp(output); len(packages) > 0 {
		return fmt.Sprintf("the image lacks %s: add %s to the key apt-run, such as apt-run = %s, or to apt-test if only the tests need it", what, strings.Join(packages, ", "), list(packages))
	}
	for _, find := range []func(output string) string{missingPlugins, refusedFile} {
		if advice := find(output); advice != "" {
			return advice
		}
	}
	if asked, found := askedServer(output); found {
		return asked.advice(services.Names())
	}
	if noAddress.MatchString(output) {
		return fmt.Sprintf("the tests asked a server that does not answer: beside them run those of the key services (%s), and no other", orNone(services.String()))
	}
	if found := testsModule.FindStringSubmatch(output); found != nil {
		return fmt.Sprintf("the tests find no module %s: if a package has it, add that to a file of dev-requirements, or to the lock's development group; if the source has it, name the folder that it is in, such as test-env = { PYTHONPATH = \"/app/src\" }", found[1])
	}
	return ""
}

// testsModule matches Python's text about a module that is not installed, also where pytest quotes it.
var testsModule = regexp.MustCompile(`ModuleNotFoundError: No module named '([\w.]+)'`)

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
