// Package options has the options of a run, and refuses those that would publish an image that is not tested wholly.
package options

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
)

// Run has the options of a run.
type Run struct {
	Only           []string     // steps to run, all if it is empty
	TestArgs       []string     // further arguments of the test command
	Archive        bool         // write the image as a file, too
	Target         push.Options // without an address nothing is published; its timeout is PublishTimeout
	PublishTimeout string       // such as "10m"
}

// Wants reports whether a step is to run. Publishing includes every gate.
func (r Run) Wants(step string) bool {
	return len(r.Only) == 0 || slices.Contains(r.Only, report.StepPublish) || slices.Contains(r.Only, step)
}

// Publishes reports whether the image is pushed if all steps pass.
func (r Run) Publishes() bool { return r.Target.Address != "" && r.Wants(report.StepPublish) }

// Push returns the options of the push, none if the image is not published.
func (r Run) Push() (push.Options, error) {
	var timeout settings.Duration
	switch {
	case !r.Publishes():
		return push.Options{}, nil
	case len(r.TestArgs) > 0:
		return push.Options{}, errors.New("test arguments: an image is not published with a part of its tests; leave them or the address out")
	case timeout.UnmarshalText([]byte(r.PublishTimeout)) != nil:
		return push.Options{}, fmt.Errorf("publish-timeout: %q is not a valid duration; write it like 10m or 90s", r.PublishTimeout)
	}
	target := r.Target
	target.Timeout = time.Duration(timeout)
	return target, checkTags(target.Tags)
}

// checkTags refuses a tag that the registry would refuse only after others are pushed.
func checkTags(tags []string) error {
	if len(tags) == 0 {
		return errors.New("tags: name at least one")
	}
	for _, tag := range tags {
		if !settings.IsTag(tag) {
			return fmt.Errorf("tags: %q is not a valid tag; use letters, digits, dots, dashes and underscores, at most %d characters", tag, settings.MaxTag)
		}
	}
	return nil
}
