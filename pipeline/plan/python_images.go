package plan

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// Released minor versions of Python 3 that have official images.
const (
	oldestMinor = 9
	newestMinor = 14
)

// defaultMinor is the version of a source that declares none, where it has an image.
const defaultMinor = 11

// officialPythons lists the minor versions that have official images, oldest first.
func officialPythons() []int {
	var minors []int
	for minor := oldestMinor; minor <= newestMinor; minor++ {
		minors = append(minors, minor)
	}
	return minors
}

// CheckPythons reports whether versions are minor versions of Python 3 that can have
// base images.
func CheckPythons(pythons []string) error {
	for _, version := range pythons {
		if !slices.Contains(officialPythons(), minorOf(version)) {
			return fmt.Errorf("%q is not one of the versions that can have base images: %s", version, versions(officialPythons(), ", "))
		}
	}
	return nil
}

// pythons lists the minor versions that have base images, oldest first: those of the
// caller, or else all official ones.
func (r *reader) pythons() []int {
	available := officialPythons()
	given := slices.DeleteFunc(slices.Clone(available), func(minor int) bool { return !slices.Contains(r.options.Pythons, version3(minor)) })
	if len(given) == 0 {
		return available
	}
	return given
}

// defaultPython is the version of a source that declares none, if the locked packages can
// be installed on it. Without an image for it, it is the next newer one, for which the
// same packages are the likeliest to have wheels.
func (r *reader) defaultPython() (version, from string, err error) {
	preferred, from := r.preferred()
	o, refused := r.candidates([]int{preferred})[0].refused()
	if !refused {
		return version3(preferred), from, nil
	}
	candidates := r.candidates(r.pythons())
	chosen, found := best(candidates)
	if !found {
		return "", "", r.noneInstalls(candidates, declaredRange{text: byDefault})
	}
	return version3(chosen.minor), fmt.Sprintf("the locked packages; %s not: %s", version3(preferred), describe(o)), nil
}

// preferred is the default version, and why, whatever the packages are.
func (r *reader) preferred() (minor int, from string) {
	available := r.pythons()
	if slices.Contains(available, defaultMinor) {
		return defaultMinor, byDefault
	}
	from = fmt.Sprintf("%s, as there is no base image for %s here", byDefault, version3(defaultMinor))
	for _, minor := range available {
		if minor > defaultMinor {
			return minor, from
		}
	}
	return slices.Max(available), from
}

// checkPython rejects a version without a base image, from the place that declares it.
func (r *reader) checkPython(python, from string) error {
	if slices.Contains(r.pythons(), minorOf(python)) {
		return nil
	}
	return r.noImage(python, from)
}

// noImage is the error for a version without a base image. It lists those that have
// one, and which of them the app accepts.
func (r *reader) noImage(python, from string) error {
	declared, err := r.readRange()
	if err != nil {
		return err
	}
	available := r.pythons()
	candidates := r.candidates(acceptedOf(available, declared.specifiers))
	accepted := installing(candidates)
	which := versions(accepted, " and ") + " of them"
	switch len(accepted) {
	case len(available):
		which = "each of them"
	case 0:
		which = "none of them"
	}
	if reasons := refusals(candidates); reasons != "" {
		which += " (" + reasons + ")"
	}
	if len(r.options.Pythons) == 0 {
		return fmt.Errorf("python %s (%s): there is no base image for it; there are %s; the app accepts %s; declare another version, or set python in [tool.python-pipeline]", python, from, versions(available, ", "), which)
	}
	return fmt.Errorf("python %s (%s): there is no base image for it here; there are %s; the app accepts %s; declare another version, or build where the official images are", python, from, versions(available, ", "), which)
}

// acceptedOf returns the minor versions that specifiers accept.
func acceptedOf(minors []int, specifiers lock.Specifiers) []int {
	return slices.DeleteFunc(slices.Clone(minors), func(minor int) bool { return specifiers.AcceptedPatch(minor) < 0 })
}

func version3(minor int) string { return fmt.Sprintf("3.%d", minor) }

// minorOf is the number of a minor version of Python 3; -1 for another text.
func minorOf(version string) int {
	for _, minor := range officialPythons() {
		if version3(minor) == version {
			return minor
		}
	}
	return -1
}

// versions joins minor versions of Python 3.
func versions(minors []int, between string) string {
	var texts []string
	for _, minor := range minors {
		texts = append(texts, version3(minor))
	}
	return strings.Join(texts, between)
}
