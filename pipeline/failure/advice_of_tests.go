package failure

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/settings"
)

// Tests returns the advice for failed tests by their output, "" if it shows none of the causes that are known. The
// services are those that run beside the tests.
func Tests(output string, services settings.Services) string {
	if what, packages := lackOfApp(output); len(packages) > 0 {
		return fmt.Sprintf("the image lacks %s: add %s to the key apt-run, such as apt-run = %s, or to apt-test if only the tests need it", what, strings.Join(packages, ", "), list(packages))
	}
	if advice := refusedFile(output); advice != "" {
		return advice
	}
	if asked, found := askedServer(output); found {
		return asked.advice(services.Names())
	}
	if noAddress.MatchString(output) {
		return fmt.Sprintf("the tests asked a server that does not answer: beside them run those of the key services (%s), and no other", orNone(services.String()))
	}
	return ""
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
