package report

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	coverage := 97.5
	for name, test := range map[string]struct {
		report Report
		want   string
	}{
		"published": {
			report: Report{
				Schema:     plan.Schema,
				Name:       "calculator",
				Decisions:  []plan.Decision{{What: "python", Value: "3.11", From: ".python-version"}},
				Warnings:   []string{"requirements.txt: lark has no hash"},
				Tests:      &Tests{Passed: 14, Skipped: 1},
				Image:      &Image{Bytes: 71_900_000, Layers: 6, Digest: "sha256:0123"},
				Coverage:   &coverage,
				Processes:  []string{"uwsgi", "uwsgi"},
				References: []string{"ghcr.io/acme/calculator:latest@sha256:0123"},
				Digest:     "sha256:0123",
				Steps:      []Step{{Name: StepTest, Seconds: 1.25}, {Name: StepPublish, Seconds: 0.5}},
				Failures:   []Failure{},
			},
			want: `{
  "schema": 2,
  "name": "calculator",
  "decisions": [
    {
      "what": "python",
      "value": "3.11",
      "from": ".python-version"
    }
  ],
  "warnings": [
    "requirements.txt: lark has no hash"
  ],
  "tests": {
    "passed": 14,
    "failed": 0,
    "skipped": 1
  },
  "coverage": 97.5,
  "processes": [
    "uwsgi",
    "uwsgi"
  ],
  "scan": null,
  "image": {
    "bytes": 71900000,
    "layers": 6,
    "digest": "sha256:0123"
  },
  "references": [
    "ghcr.io/acme/calculator:latest@sha256:0123"
  ],
  "digest": "sha256:0123",
  "steps": [
    {
      "name": "test",
      "seconds": 1.25
    },
    {
      "name": "publish",
      "seconds": 0.5
    }
  ],
  "failures": []
}`,
		},
		"no tests, no coverage, and a failure with its problem alone": {
			report: Report{
				Schema: plan.Schema, Name: "shop", Decisions: []plan.Decision{}, Warnings: []string{}, Processes: []string{}, References: []string{}, Steps: []Step{},
				Failures: []Failure{{Step: StepSmoke, Problem: "the image does not work: it ended with exit status 1"}},
			},
			want: `{
  "schema": 2,
  "name": "shop",
  "decisions": [],
  "warnings": [],
  "tests": null,
  "coverage": null,
  "processes": [],
  "scan": null,
  "image": null,
  "references": [],
  "digest": "",
  "steps": [],
  "failures": [
    {
      "step": "smoke",
      "problem": "the image does not work: it ended with exit status 1"
    }
  ]
}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := json.MarshalIndent(test.report, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(text)); diff != "" {
				t.Errorf("JSON differs (-want +got):\n%s", diff)
			}
			var read Report
			if err := json.Unmarshal(text, &read); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.report, read); diff != "" {
				t.Errorf("report differs after JSON (-want +got):\n%s", diff)
			}
		})
	}
}
