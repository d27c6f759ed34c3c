package module

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
)

// maxReport is the largest report.json that is read, in bytes, and maxFile the largest file of any other name but the
// image's archive.
const (
	maxReport = 50_000_000
	maxFile   = 500_000_000
)

// files are those that the module may hand over for this work, each with its largest size, 0 for any.
func (w Work) files() map[string]int64 {
	limits := map[string]int64{}
	for _, name := range report.Files {
		limits[name] = maxFile
	}
	limits[report.File] = maxReport
	limits[report.Archive] = 0
	if !w.Archive {
		delete(limits, report.Archive)
	}
	delete(limits, report.Digest) // ci writes it
	return limits
}

// check refuses a report that does not fit what was asked for. The verdict, the address that gets a password and the
// outputs of a CI job depend on it.
func (w Work) check(app string, r *report.Report) error {
	for _, check := range []func(string, *report.Report) error{checkNumbers, checkFailures, w.checkSteps, w.checkPublished} {
		if err := check(app, r); err != nil {
			return fmt.Errorf("the module's report does not fit what it was asked for: %w; PIPELINE_MODULE has to name the module of this program's version", err)
		}
	}
	return nil
}

// checkNumbers refuses another app's report and impossible counts.
func checkNumbers(app string, r *report.Report) error {
	if r.Name != app {
		return fmt.Errorf("it is of an app called %q, not %q", r.Name, app)
	}
	counts := map[string]int{}
	if r.Tests != nil {
		counts["passed tests"], counts["failed tests"], counts["skipped tests"] = r.Tests.Passed, r.Tests.Failed, r.Tests.Skipped
	}
	if r.Scan != nil {
		counts["accepted findings"] = r.Scan.Suppressed
		for severity, count := range r.Scan.Counts {
			counts[severity+" findings"] = count
		}
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

// checkPublished refuses any other reference than those of the address and the tags that were asked for. After a push
// that failed some may be missing; after another failure there is none.
func (w Work) checkPublished(_ string, r *report.Report) error {
	switch {
	case r.Digest == "" && len(r.References) == 0:
		if w.Address != "" && len(r.Failures) == 0 {
			return errors.New("no failure, but nothing was published")
		}
		return nil
	case w.Address == "":
		return errors.New("it was published, which was not asked for")
	case !digestPattern.MatchString(r.Digest):
		return fmt.Errorf("the digest %q", r.Digest)
	}
	for _, f := range r.Failures {
		if f.Step != report.StepPublish {
			return fmt.Errorf("it was published although the step %s failed", f.Step)
		}
	}
	missing := slices.Clone(w.Tags)
	for _, reference := range r.References {
		found := slices.IndexFunc(missing, func(tag string) bool { return w.same(reference, tag, r.Digest) })
		if found < 0 {
			return fmt.Errorf("the reference %q, which is not of %s, its tags and %s", reference, w.Address, r.Digest)
		}
		missing = slices.Delete(missing, found, found+1)
	}
	if len(missing) > 0 && len(r.Failures) == 0 {
		return fmt.Errorf("no failure, but it was not published as %s", strings.Join(missing, ", "))
	}
	return nil
}

// same tells whether a reference with a digest is that of a tag. The engine writes some names in full, such as that of
// docker.io. All tags have one digest, unless a full version that the registry has already stays as it is.
func (w Work) same(reference, tag, digest string) bool {
	before, after, found := strings.Cut(reference, "@")
	got, err := name.NewTag(before)
	if err != nil || !found {
		return false
	}
	if stays := !w.Overwrite && slices.ContainsFunc(w.Tags, push.IsVersion); after != digest && !(stays && digestPattern.MatchString(after)) {
		return false
	}
	want, err := name.NewTag(w.Address + ":" + tag)
	return err == nil && got.Name() == want.Name()
}
