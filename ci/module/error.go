package module

import (
	"errors"
	"regexp"
	"strings"
)

// noise is what the engine puts before the sentence that matters.
var noise = regexp.MustCompile(`^(input: |failed to |resolve|call function "[^"]*": |pythonPipeline(\.\w+)*:? |select: |process "[^"]*" did not complete successfully: exit code: \d+\s*)+`)

// explain gives the sentence of an engine's error that says what is wrong.
func explain(err error) error {
	if err == nil {
		return nil
	}
	text := strings.TrimSpace(noise.ReplaceAllString(strings.TrimSpace(err.Error()), ""))
	if text == "" || text == err.Error() {
		return err
	}
	return errors.New(text)
}
