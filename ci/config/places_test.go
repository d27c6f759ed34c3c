package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		want    Config
	}{
		"nothing set": {nil, Config{Dist: "dist"}},
		"beside something wrong": {
			[]string{"PIPELINE_DIST=../reports", "PIPELINE_APPS=shop,api", "PIPELINE_FRESH=perhaps", "GITHUB_ACTIONS=true", "GITHUB_OUTPUT=/job/output", "GITHUB_STEP_SUMMARY=/job/page"},
			Config{Dist: "../reports", Apps: []string{"shop", "api"}, GitHubActions: true, GitHubOutput: "/job/output", GitHubStepSummary: "/job/page"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(&test.want, Places(t.Context(), test.environ)); diff != "" {
				t.Errorf("settings differ (-want +got):\n%s", diff)
			}
		})
	}
}
