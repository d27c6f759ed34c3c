package module

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger.io/dagger"
	"dagger/python-pipeline/engineerror"

	"python-pipeline/ci/progress"
)

// noise is what the engine puts before the sentence that matters.
var noise = regexp.MustCompile(`^(input: |pythonPipeline(\.\w+)*:? |failed to (call|resolve|select)[^:]*: |resolve: |select: |call function "[^"]*": |call constructor: |process "[^"]*" did not complete successfully: exit code: \d+\s*)+`)

// explain gives the sentence of an engine's error that says what is wrong, and
// what the failed program itself said.
func explain(err error) error {
	if failed, is := errors.AsType[*dagger.ExecError](err); is {
		said := strings.TrimSpace(failed.Stdout + "\n" + failed.Stderr)
		if said != "" {
			said = ": " + said
		}
		return fmt.Errorf("%s ended with exit status %d%s", strings.Join(failed.Cmd, " "), failed.ExitCode, said)
	}
	text := strings.TrimSpace(noise.ReplaceAllString(engineerror.Text(err), ""))
	if text == "" || text == err.Error() {
		return err
	}
	return errors.New(text)
}

// shownLines is how much of a failed load a person reads: it may hold the whole
// output of the module's compilation.
const shownLines = 10

// untrusted is what a program says of a certificate whose authority it does not
// know.
const untrusted = "certificate signed by unknown authority"

// loadError says why a module cannot be loaded.
func loadError(reference string, err error) error {
	explained := explain(err)
	lines := progress.LastLines(explained.Error(), shownLines)
	if len(lines) <= shownLines && !strings.Contains(explained.Error(), untrusted) {
		return fmt.Errorf("module %s: %w", reference, explained)
	}
	said := strings.Join(lines, "\n")
	if strings.Contains(explained.Error(), untrusted) {
		said += "\n" + untrusted + ": set SSL_CERT_FILE to the file of the network's certificate authorities"
	}
	return fmt.Errorf("module %s: %s", reference, said)
}
