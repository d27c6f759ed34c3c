package plan

import "testing"

func TestScan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"nothing said", nil, "HIGH and above stop the image, but not what has no fix; a secret always does | the default"},
		{"a severity", files{"": `scan.severity = "CRITICAL"`}, `CRITICAL and above stop the image, but not what has no fix; a secret always does | the key "scan"`},
		{"what has no fix", files{"": `scan.ignore-unfixed = false`}, `HIGH and above stop the image; a secret always does | the key "scan"`},
		{"Trivy's own file", files{".trivyignore.yaml": ""}, "HIGH and above stop the image, but not what has no fix; a secret always does; accepted: .trivyignore.yaml | the default"},
		{"the better one of two", files{".trivyignore.yaml": "", ".trivyignore": ""}, "HIGH and above stop the image, but not what has no fix; a secret always does; accepted: .trivyignore.yaml | the default"},
		{"a file of its own", files{"accepted.yaml": "", "": `scan.ignorefile = "accepted.yaml"`}, `HIGH and above stop the image, but not what has no fix; a secret always does; accepted: accepted.yaml | the key "scan"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := decision(read(t, app(test.source)), "scan"); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
		})
	}
	fails(t, app(files{"": `scan.ignorefile = "accepted.yaml"`}), "scan.ignorefile: there is no accepted.yaml")
}
