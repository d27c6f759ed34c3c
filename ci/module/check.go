package module

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
	"python-pipeline/ci/registry"
)

// The largest report.json and the largest other file that are accepted, in bytes; the image's archive has no limit.
const (
	maxReport = 50_000_000
	maxFile   = 500_000_000
)

// files returns the names of the files that the module may export for this work, each with its largest size, 0 for any.
func (w Work) files() map[string]int64 {
	limits := map[string]int64{}
	for _, name := range report.Files {
		limits[name] = maxFile
	}
	limits[report.File] = maxReport
	delete(limits, report.Archive)
	if w.Archive {
		limits[report.Archive] = 0
	}
	delete(limits, report.Digest) // ci writes it
	return limits
}

// check refuses a report that does not fit the work: the verdict, the address that gets a password and the outputs of a CI
// job depend on it.
func (w Work) check(app string, r *report.Report) error {
	for _, check := range []func(string, *report.Report) error{checkNumbers, checkFailures, w.checkSteps, w.checkPublished} {
		if err := check(app, r); err != nil {
			return fmt.Errorf("the module's report does not fit the request: %w; PIPELINE_MODULE has to name the module of this program's version", err)
		}
	}
	return nil
}

// checkNumbers refuses another app's report and impossible counts.
func checkNumbers(app string, r *report.Report) error {
	if r.Schema != plan.Schema {
		return fmt.Errorf("its form has version %d, and %d is needed", r.Schema, plan.Schema)
	}
	if r.Name != app {
		return fmt.Errorf("it is of an app called %q, not %q", r.Name, app)
	}
	counts := map[string]int{}
	if r.Tests != nil {
		counts["passed tests"], counts["failed tests"], counts["skipped tests"] = r.Tests.Passed, r.Tests.Failed, r.Tests.Skipped
	}
	if r.Scan != nil {
		counts["ignored findings"] = r.Scan.Suppressed
		for severity, count := range r.Scan.Counts {
			counts[severity+" findings"] = count
		}
	}
	if r.Image != nil && (r.Image.Bytes < 0 || r.Image.Layers < 0 || r.Image.Digest != "" && !digestPattern.MatchString(r.Image.Digest)) {
		return fmt.Errorf("an image of %d layers and %d bytes with the digest %q", r.Image.Layers, r.Image.Bytes, r.Image.Digest)
	}
	for what, count := range counts {
		if count < 0 {
			return fmt.Errorf("%d %s", count, what)
		}
	}
	if r.Coverage != nil && !(*r.Coverage >= 0 && *r.Coverage <= 100) {
		return fmt.Errorf("a coverage of %g percent", *r.Coverage)
	}
	return nil
}

// checkFailures refuses a failure without a known step, and failed tests or findings without a failure.
func checkFailures(_ string, r *report.Report) error {
	for _, f := range r.Failures {
		if !slices.Contains(report.Steps, f.Step) || f.Problem == "" {
			return fmt.Errorf("a failure of the step %q with the problem %q", f.Step, f.Problem)
		}
	}
	if len(r.Failures) > 0 {
		return nil
	}
	if r.Tests != nil && r.Tests.Failed > 0 {
		return fmt.Errorf("%d failed tests, but no failure", r.Tests.Failed)
	}
	if r.Scan != nil && len(r.Scan.Findings) > 0 {
		return fmt.Errorf("%d findings that stop the image, but no failure", len(r.Scan.Findings))
	}
	return nil
}

// checkSteps refuses a run without failures in which a step is missing.
func (w Work) checkSteps(_ string, r *report.Report) error {
	var ran []string
	for _, step := range r.Steps {
		if !slices.Contains(report.Steps, step.Name) || !(step.Seconds >= 0) {
			return fmt.Errorf("a step %q of %g seconds", step.Name, step.Seconds)
		}
		ran = append(ran, step.Name)
	}
	if len(r.Failures) > 0 {
		return nil
	}
	wanted := w.Only
	if len(wanted) == 0 {
		wanted = []string{report.StepTest, report.StepBuild, report.StepSmoke, report.StepScan}
	}
	for _, step := range wanted {
		if !slices.Contains(ran, step) {
			return fmt.Errorf("no failure, but the step %s is missing", step)
		}
	}
	if r.Scan == nil && slices.Contains(wanted, report.StepScan) {
		return errors.New("no failure, but no result of the scan")
	}
	return nil
}

var digestPattern = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// checkPublished refuses references that are not of the work's address and tags. A failed run has published none; a failed
// push may have left some.
func (w Work) checkPublished(_ string, r *report.Report) error {
	for _, f := range r.Failures {
		if r.Digest != "" || len(r.References) > 0 || len(r.Pushed) > 0 && f.Step != report.StepPublish {
			return fmt.Errorf("it was published although the step %s failed", f.Step)
		}
	}
	there, digest := r.References, r.Digest
	if r.Failed() {
		there = r.Pushed
		if len(there) > 0 {
			pushed, _ := name.NewDigest(there[0]) // with a tag or without; an invalid one has no digest
			digest = pushed.DigestStr()
		}
	}
	switch {
	case digest == "" && len(there) == 0:
		if w.Address != "" && !r.Failed() {
			return errors.New("no failure, but nothing was published")
		}
		return nil
	case w.Address == "":
		return errors.New("it was published, which was not requested")
	case !r.Failed() && len(r.Pushed) > 0:
		return errors.New("no failure, but a push that failed")
	case !digestPattern.MatchString(digest):
		return fmt.Errorf("the digest %q", digest)
	case r.Failed() && len(there) == 1 && w.isUntagged(there[0], digest):
		return nil
	}
	missing := slices.Clone(w.Tags)
	for _, reference := range there {
		found := slices.IndexFunc(missing, func(tag string) bool { return w.isTagged(reference, tag, digest) })
		if found < 0 {
			return fmt.Errorf("the reference %q, which is not of %s, its tags and %s", reference, w.Address, digest)
		}
		missing = slices.Delete(missing, found, found+1)
	}
	if len(missing) > 0 && !r.Failed() {
		return fmt.Errorf("no failure, but it was not published as %s", strings.Join(missing, ", "))
	}
	return nil
}

// isUntagged reports whether a reference is the image's without a tag.
func (w Work) isUntagged(reference, digest string) bool {
	got, err := name.NewDigest(reference)
	want, wrong := name.NewDigest(w.Address + "@" + digest)
	return err == nil && wrong == nil && got.Name() == want.Name()
}

// isTagged reports whether a reference is the image's with a tag. The engine writes some names in full, such as that of
// docker.io. All tags have one digest, unless the registry keeps its image of a full version.
func (w Work) isTagged(reference, tag, digest string) bool {
	got, its, err := registry.ParsePublished(reference)
	keepsVersion := !w.Overwrite && slices.ContainsFunc(w.Tags, push.IsVersion)
	if err != nil || its.DigestStr() != digest && !(keepsVersion && digestPattern.MatchString(its.DigestStr())) {
		return false
	}
	want, err := name.NewTag(w.Address + ":" + tag)
	return err == nil && got.Name() == want.Name()
}
