package module

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger.io/dagger"
)

// noise is what the engine puts before the sentence that matters.
var noise = regexp.MustCompile(`^(input: |failed to |resolve|call function "[^"]*": |pythonPipeline(\.\w+)*:? |select: |process "[^"]*" did not complete successfully: exit code: \d+\s*)+`)

// explain gives the sentence of an engine's error that says what is wrong, and
// what the failed program itself said.
func explain(err error) error {
	if failed, is := errors.AsType[*dagger.ExecError](err); is {
		return fmt.Errorf("%s ended with exit status %d: %s", strings.Join(failed.Cmd, " "), failed.ExitCode, strings.TrimSpace(failed.Stdout+"\n"+failed.Stderr))
	}
	text := strings.TrimSpace(noise.ReplaceAllString(strings.TrimSpace(err.Error()), ""))
	if text == "" || text == err.Error() {
		return err
	}
	return errors.New(text)
}
