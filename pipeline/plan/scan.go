package plan

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/settings"
)

// TrivyRelease is the release of the scanner, as its owner tags it.
const TrivyRelease = "aquasec/trivy:0.72.0"

// TrivyImage is the scanner's image, pinned by the digest of the index of all
// platforms: the scanner reads the whole image and decides whether it is published,
// and its tags have pointed to malicious programs before. After a change of the
// release, look the digest up on a machine that you trust,
//
//	docker buildx imagetools inspect --format '{{.Manifest.Digest}}' aquasec/trivy:RELEASE
//
// and compare it with what others pin: aquasec/trivy and ghcr.io/aquasecurity/trivy
// have the same index.
const TrivyImage = TrivyRelease + "@sha256:cffe3f5161a47a6823fbd23d985795b3ed72a4c806da4c4df16266c02accdd6f"

// ignorefiles are Trivy's own names of the ignore file.
var ignorefiles = []string{".trivyignore.yaml", ".trivyignore"}

// decideScan adds the ignore file and the caller's options to the scan.
func (r *reader) decideScan() error {
	scan := r.settings.Scan
	if scan.Ignorefile != "" && !r.tree.Exists(scan.Ignorefile) {
		return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: scan.ignorefile: there is no %s", scan.Ignorefile)
	}
	for _, name := range ignorefiles {
		if scan.Ignorefile == "" && r.tree.Exists(name) {
			scan.Ignorefile = name
		}
	}
	if err := r.checkIgnorefile(scan.Ignorefile); err != nil {
		return err
	}
	arguments, err := r.options.Scan.override(&scan)
	if err != nil {
		return err
	}
	r.plan.Scan = scan
	value := scan.Severity + " and above stop the image"
	if scan.IgnoreUnfixed {
		value += ", but not findings without a fix"
	}
	value += "; a secret always does"
	if !scan.ExitOnEOL {
		value += "; a distribution without security updates does not"
	}
	switch {
	case r.options.Scan.Ignorefile != nil:
		value += "; ignore file: the caller's"
	case scan.Ignorefile != "":
		value += "; ignore file: " + scan.Ignorefile
	}
	from := arguments
	if own := r.keyOrDefault("scan"); own != byDefault || len(arguments) == 0 {
		from = append(from, own)
	}
	r.decide("scan", value, strings.Join(from, ", "))
	return nil
}

// checkIgnorefile checks the ignore file, the caller's or the app's, and warns of
// those that are not read.
func (r *reader) checkIgnorefile(own string) error {
	file := r.options.Scan.Ignorefile
	if file == nil && own != "" {
		text, _, err := r.tree.Text(own)
		if err != nil {
			return err
		}
		file = &ignorefile.File{Name: own, Text: text}
		for _, name := range ignorefiles {
			if name != own && r.tree.Exists(name) {
				r.warn("%s is not read, since the ignore file is %s; move its entries there, or remove it", name, own)
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

// ScanOptions are the caller's options of the scan; the app decides on those that are
// "" or nil.
type ScanOptions struct {
	// Severity is in Trivy's notation, "HIGH,CRITICAL": the mildest one and all above
	// stop an image.
	Severity string
	// IgnoreUnfixed and ExitOnEOL are the keys ignore-unfixed and exit-on-eol.
	IgnoreUnfixed, ExitOnEOL *bool
	// Ignorefile is the caller's ignore file, which replaces the app's.
	Ignorefile *ignorefile.File
}

// override replaces the app's values by the caller's, and names the arguments that
// have some.
func (o ScanOptions) override(scan *settings.Scan) (arguments []string, err error) {
	if o.Severity != "" {
		arguments = append(arguments, argument("severity"))
		if scan.Severity, err = finding.Mildest(o.Severity); err != nil {
			return nil, err
		}
	}
	for _, b := range []struct {
		name        string
		value, into *bool
	}{{"ignore-unfixed", o.IgnoreUnfixed, &scan.IgnoreUnfixed}, {"exit-on-eol", o.ExitOnEOL, &scan.ExitOnEOL}} {
		if b.value != nil {
			arguments = append(arguments, argument(b.name))
			*b.into = *b.value
		}
	}
	if o.Ignorefile != nil {
		arguments = append(arguments, argument("ignorefile"))
		scan.Ignorefile = ""
	}
	return arguments, nil
}
