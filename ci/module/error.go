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

// noise matches what the engine puts before the sentence that matters.
var noise = regexp.MustCompile(`^(input: |pythonPipeline(\.\w+)*:? |failed to (call|resolve|select)[^:]*: |resolve: |select: |call function "[^"]*": |call constructor: |process "[^"]*" did not complete successfully: exit code: \d+\s*)+`)

// explain reduces an engine's error to the sentence that says what is wrong, and the output of the failed program.
func explain(err error) error {
	if failed, is := errors.AsType[*dagger.ExecError](err); is {
		text := fmt.Sprintf("%s ended with exit status %d", strings.Join(failed.Cmd, " "), failed.ExitCode)
		if output := strings.TrimSpace(failed.Stdout + "\n" + failed.Stderr); output != "" {
			text += ": " + output
		}
		return errors.New(text)
	}
	text := strings.TrimSpace(noise.ReplaceAllString(engineerror.Text(err), ""))
	if text == "" || text == err.Error() {
		return err
	}
	return errors.New(text)
}

// shownLines limits what is shown of a failed load, which may have the whole output of the module's compilation.
const shownLines = 10

// untrusted is in the errors of Go programs about a certificate whose authority they do not know.
const untrusted = "certificate signed by unknown authority"

// loadError explains why a module cannot be loaded.
func loadError(reference string, err error) error {
	explained := explain(err)
	lines := progress.LastLines(explained.Error(), shownLines)
	if strings.Contains(explained.Error(), untrusted) {
		lines = append(lines, untrusted+": set SSL_CERT_FILE to the file of the network's certificate authorities")
	} else if len(lines) <= shownLines {
		return fmt.Errorf("module %s: %w", reference, explained)
	}
	return fmt.Errorf("module %s: %s", reference, strings.Join(lines, "\n"))
}
