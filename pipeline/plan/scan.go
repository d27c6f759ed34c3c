package plan

import (
	"fmt"
)

// TrivyImage is the scanner's image.
const TrivyImage = "aquasec/trivy:0.72.0"

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
	r.plan.Scan = scan
	value := scan.Severity + " and above stop the image"
	if scan.IgnoreUnfixed {
		value += ", but not what has no fix"
	}
	if scan.Ignorefile != "" {
		value += "; accepted: " + scan.Ignorefile
	}
	r.decide("scan", value, r.given("scan"))
	return nil
}
