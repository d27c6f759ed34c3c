package plan

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/accepted"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/trivy"
)

// TrivyRelease is the release of the scanner, as its owner tags it.
const TrivyRelease = "aquasec/trivy:0.72.0"

// TrivyImage is the scanner's image: the scanner sees all that is scanned and
// decides what is published, and its owner's tags have been moved to malicious
// programs before. The digest is that of the index of all platforms. After a
// change of the release look it up on a machine that you trust,
//
//	docker buildx imagetools inspect --format '{{.Manifest.Digest}}' aquasec/trivy:RELEASE
//
// and compare it with what others pin: aquasec/trivy and ghcr.io/aquasecurity/trivy
// have the same index.
const TrivyImage = TrivyRelease + "@sha256:cffe3f5161a47a6823fbd23d985795b3ed72a4c806da4c4df16266c02accdd6f"

// ignorefiles are where Trivy looks for what is accepted.
var ignorefiles = []string{".trivyignore.yaml", ".trivyignore"}

// decideScan completes the scan with the file of what is accepted.
func (r *reader) decideScan() error {
	scan := r.settings.Scan
	if scan.Ignorefile != "" && !r.exists(scan.Ignorefile) {
		return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: scan.ignorefile: there is no %s", scan.Ignorefile)
	}
	for _, name := range ignorefiles {
		if scan.Ignorefile == "" && r.exists(name) {
			scan.Ignorefile = name
		}
	}
	if err := r.checkAccepted(scan.Ignorefile); err != nil {
		return err
	}
	arguments, err := r.options.Scan.override(&scan)
	if err != nil {
		return err
	}
	file := scan.Ignorefile
	if r.options.Scan.Ignorefile != nil {
		file = "what the caller's file says"
	}
	r.plan.Scan = scan
	value := scan.Severity + " and above stop the image"
	if scan.IgnoreUnfixed {
		value += ", but not what has no fix"
	}
	value += "; a secret always does"
	if !scan.ExitOnEOL {
		value += "; a distribution without security updates does not"
	}
	if file != "" {
		value += "; accepted: " + file
	}
	from := r.given("scan")
	if len(arguments) > 0 {
		said := strings.Join(arguments, ", ")
		if from == byDefault {
			from = said
		} else {
			from = said + ", " + from
		}
	}
	r.decide("scan", value, from)
	return nil
}

// checkAccepted reads the file of what is accepted, the caller's or the app's,
// and names those that nobody reads.
func (r *reader) checkAccepted(own string) error {
	file := r.options.Scan.Ignorefile
	if file == nil && own != "" {
		text, _, err := r.text(own)
		if err != nil {
			return err
		}
		file = &accepted.File{Name: own, Text: text}
		for _, name := range ignorefiles {
			if name != own && r.exists(name) {
				r.warn("%s is not read: what is accepted stands in %s; move its entries there, or remove it", name, own)
			}
		}
	}
	if file == nil {
		return nil
	}
	warnings, err := file.Check(r.now())
	r.plan.Warnings = append(r.plan.Warnings, warnings...)
	return err
}

// ScanOptions are what the caller says on the scan; what is "" or nil is left to
// the app.
type ScanOptions struct {
	// Severity is in Trivy's notation, "HIGH,CRITICAL": the mildest that it names
	// and all above stop an image.
	Severity string
	// IgnoreUnfixed and ExitOnEOL are nil where the caller says nothing.
	IgnoreUnfixed, ExitOnEOL *bool
	// Ignorefile is the caller's file of what is accepted, which replaces the
	// app's; nil for none.
	Ignorefile *accepted.File
}

// override puts what the caller says in place of what the app says, and names
// the arguments that did.
func (o ScanOptions) override(scan *settings.Scan) (arguments []string, err error) {
	if o.Severity != "" {
		arguments = append(arguments, argument("severity"))
		if scan.Severity, err = trivy.Mildest(o.Severity); err != nil {
			return nil, err
		}
	}
	for _, b := range []struct {
		name       string
		said, into *bool
	}{{"ignore-unfixed", o.IgnoreUnfixed, &scan.IgnoreUnfixed}, {"exit-on-eol", o.ExitOnEOL, &scan.ExitOnEOL}} {
		if b.said != nil {
			arguments = append(arguments, argument(b.name))
			*b.into = *b.said
		}
	}
	if o.Ignorefile != nil {
		arguments = append(arguments, argument("ignorefile"))
		scan.Ignorefile = ""
	}
	return arguments, nil
}
