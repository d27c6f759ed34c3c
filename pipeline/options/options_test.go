package options

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
)

func TestWants(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		only []string
		want string
	}{
		"everything":                            {nil, "build test smoke scan publish"},
		"one step":                              {[]string{report.StepTest}, "test"},
		"two steps":                             {[]string{report.StepScan, report.StepSmoke}, "smoke scan"},
		"publishing takes the others with it":   {[]string{report.StepPublish}, "build test smoke scan publish"},
		"publishing after a part of the others": {[]string{report.StepTest, report.StepPublish}, "build test smoke scan publish"},
	} {
		var got []string
		for _, step := range []string{report.StepBuild, report.StepTest, report.StepSmoke, report.StepScan, report.StepPublish} {
			if (Run{Only: test.only}).Wants(step) {
				got = append(got, step)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestPush(t *testing.T) {
	t.Parallel()
	all := Run{Target: push.Options{Address: "ghcr.io/acme/shop", Tags: []string{"1.2.3", "latest"}, Overwrite: true}, PublishTimeout: "90s"}
	for name, test := range map[string]struct {
		change func(*Run)
		want   push.Options
		err    string
	}{
		"all":                             {func(*Run) {}, push.Options{Address: "ghcr.io/acme/shop", Tags: []string{"1.2.3", "latest"}, Overwrite: true, Timeout: 90 * time.Second}, ""},
		"no address":                      {func(r *Run) { *r = Run{} }, push.Options{}, ""},
		"steps without publishing":        {func(r *Run) { r.Only, r.TestArgs, r.Target.Tags = []string{"test"}, []string{"-k", "sum"}, nil }, push.Options{}, ""},
		"a part of the tests":             {func(r *Run) { r.TestArgs = []string{"-k", "sum"} }, push.Options{}, "test arguments: an image is not published with a part of its tests"},
		"a timeout that is not one":       {func(r *Run) { r.PublishTimeout = "soon" }, push.Options{}, `publish-timeout: "soon" is not a valid duration`},
		"no tag":                          {func(r *Run) { r.Target.Tags = nil }, push.Options{}, "tags: name at least one"},
		"a tag that no registry can have": {func(r *Run) { r.Target.Tags = []string{"latest", "a b"} }, push.Options{}, `tags: "a b" is not a valid tag`},
		"a tag that is too long":          {func(r *Run) { r.Target.Tags = []string{strings.Repeat("a", 129)} }, push.Options{}, "at most 128 characters"},
	} {
		run := all
		test.change(&run)
		got, err := run.Push()
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: error %v, want %q", name, err, test.err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		default:
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s: options differ (-want +got):\n%s", name, diff)
			}
		}
	}
}
