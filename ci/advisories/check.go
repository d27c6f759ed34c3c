package advisories

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	severities = []string{"LOW", "MEDIUM", "HIGH", "CRITICAL"}
	statuses   = []string{"affected", "will_not_fix", "fix_deferred"}

	cveID = regexp.MustCompile(`^CVE-\d{4}-\d{4,}$`)
	ghsa  = regexp.MustCompile(`^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$`)
	// One or two bounds, each a version as PEP 440 writes it.
	versionRange  = regexp.MustCompile(`^` + bound + `(, ` + bound + `)?$`)
	debianVersion = regexp.MustCompile(`^(\d+:)?\d[A-Za-z0-9.+~-]*$`)
)

const bound = `(<|<=|>|>=|==) \d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?`

// check returns the first problem of a file.
func (p Package) check() error {
	switch {
	case !slices.Contains(ecosystems, p.Ecosystem):
		return fmt.Errorf("ecosystem: %q is not a valid one; write one of %s", p.Ecosystem, strings.Join(ecosystems, ", "))
	case p.Name == "":
		return errors.New("package: it is missing")
	case p.Reviewed.IsZero():
		return errors.New("reviewed: it is missing; write the day on which the sources were last checked")
	case len(p.Advisories) == 0:
		return errors.New("advisories: there are none")
	}
	seen := map[string]bool{}
	for i, a := range p.Advisories {
		err := a.check(p.Ecosystem)
		if err == nil && seen[a.ID] {
			err = errors.New("id: another advisory of this file has it")
		}
		if err != nil {
			return fmt.Errorf("advisory %d: %s: %w", i+1, a.ID, err)
		}
		seen[a.ID] = true
	}
	return nil
}

func (a Advisory) check(ecosystem string) error {
	source, err := url.Parse(a.Source)
	switch {
	case !cveID.MatchString(a.ID):
		return errors.New("id: it is not a valid CVE identifier; write one like CVE-2022-28346")
	case !slices.Contains(severities, a.Severity):
		return fmt.Errorf("severity: %q is not a valid severity; write one of %s", a.Severity, strings.Join(severities, ", "))
	case a.Title == "" || strings.Contains(a.Title, "\n"):
		return errors.New("title: it has to be one line")
	case err != nil || source.Scheme != "https" || source.Host == "":
		return fmt.Errorf("source: %q is not an https address", a.Source)
	case ecosystem == Pip:
		return a.checkPip()
	}
	return a.checkDebian()
}

func (a Advisory) checkPip() error {
	switch {
	case a.GHSA != "" && !ghsa.MatchString(a.GHSA):
		return fmt.Errorf("ghsa: %q is not a valid GHSA identifier; write one like GHSA-2gwj-7jmv-h26r", a.GHSA)
	case a.Fixed != "" || a.Status != "":
		return errors.New("fixed, status: they are for Debian packages; write vulnerable")
	case len(a.Vulnerable) == 0:
		return errors.New("vulnerable: it is missing")
	}
	for _, bounds := range a.Vulnerable {
		if !versionRange.MatchString(bounds) {
			return fmt.Errorf("vulnerable: %q is not a valid version range; write one like \">= 4.0, < 4.0.4\"", bounds)
		}
	}
	return nil
}

func (a Advisory) checkDebian() error {
	switch {
	case a.GHSA != "" || len(a.Vulnerable) > 0:
		return fmt.Errorf("ghsa, vulnerable: they are for %s packages; write fixed or status", Pip)
	case (a.Fixed == "") == (a.Status == ""):
		return errors.New("fixed, status: write exactly one of them")
	case a.Fixed != "" && !debianVersion.MatchString(a.Fixed):
		return fmt.Errorf("fixed: %q is not a valid version of a Debian package", a.Fixed)
	case a.Status != "" && !slices.Contains(statuses, a.Status):
		return fmt.Errorf("status: %q is not a valid status; write one of %s", a.Status, strings.Join(statuses, ", "))
	}
	return nil
}
