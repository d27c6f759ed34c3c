package module

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger.io/dagger"
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
	text := strings.TrimSpace(noise.ReplaceAllString(strings.TrimSpace(err.Error()), ""))
	if text == "" || text == err.Error() {
		return err
	}
	return errors.New(text)
}
