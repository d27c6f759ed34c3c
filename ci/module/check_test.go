package module

import (
	"encoding/json"
	"strings"
	"testing"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

const (
	address = "ghcr.io/acme/shop"
	digest  = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	other   = "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
)

func TestReportThatFits(t *testing.T) {
	t.Parallel()
	percent := 100.0
	gates := []report.Step{{Name: "build", Seconds: 2}, {Name: "test"}, {Name: "smoke", Seconds: 1}, {Name: "scan", Seconds: 0.5}}
	all := append(gates[:4:4], report.Step{Name: "publish", Seconds: 1})
	for name, test := range map[string]struct {
		work   Work
		report report.Report
	}{
		"published": {
			Work{Address: address, Tags: []string{"1.2.3", "latest"}},
			report.Report{Tests: &report.Tests{Passed: 2}, Coverage: &percent, Scan: &report.Scan{Counts: map[string]int{"LOW": 2}}, Steps: all, Digest: digest,
				References: []string{address + ":1.2.3@" + digest, address + ":latest@" + digest}},
		},
		"published at docker.io, whose names the engine writes in full": {
			Work{Address: "acme/shop", Tags: []string{"latest"}},
			report.Report{Scan: &report.Scan{}, Steps: all, Digest: digest, References: []string{"docker.io/acme/shop:latest@" + digest}},
		},
		"published at a port": {
			Work{Address: "127.0.0.1:5000/shop", Tags: []string{"latest"}},
			report.Report{Scan: &report.Scan{}, Steps: all, Digest: digest, References: []string{"127.0.0.1:5000/shop:latest@" + digest}},
		},
		"published beside a version that stays": {
			Work{Address: address, Tags: []string{"1.2.3", "latest"}},
			report.Report{Scan: &report.Scan{}, Steps: all, Digest: other,
				References: []string{address + ":1.2.3@" + other, address + ":latest@" + digest}},
		},
		"not published":      {Work{Tags: []string{"latest"}}, report.Report{Scan: &report.Scan{}, Steps: gates}},
		"tests alone":        {Work{Only: []string{"test"}, Tags: []string{"latest"}}, report.Report{Tests: &report.Tests{Passed: 1}, Steps: gates[1:2]}},
		"failed at the base": {Work{Address: address, Tags: []string{"latest"}}, report.Report{Failures: []report.Failure{{Step: "build", Problem: "no such image"}}}},
		"failed tests": {
			Work{Address: address, Tags: []string{"latest"}},
			report.Report{Tests: &report.Tests{Failed: 1}, Steps: gates, Failures: []report.Failure{{Step: "test", Problem: "1 of 1 tests failed"}}},
		},
		"a push that stopped between two tags": {
			Work{Address: address, Tags: []string{"1.2.3", "latest"}},
			report.Report{Steps: all, Pushed: []string{address + ":1.2.3@" + digest}, Failures: []report.Failure{{Step: "publish", Problem: "no answer"}}},
		},
		"a push that stopped before the first tag": {
			Work{Address: address, Tags: []string{"latest"}},
			report.Report{Steps: all, Pushed: []string{address + "@" + digest}, Failures: []report.Failure{{Step: "publish", Problem: "no answer"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.report.Name, test.report.Schema = "shop", plan.Schema
			if err := test.work.check("shop", &test.report); err != nil {
				t.Error(err)
			}
		})
	}
}

// A forged report would give a green run, the registry's password and the outputs of the job.
func TestReportThatDoesNotFit(t *testing.T) {
	t.Parallel()
	published := func(change func(*report.Report)) *report.Report {
		r := &report.Report{
			Schema: plan.Schema, Name: "shop", Tests: &report.Tests{Passed: 2}, Scan: &report.Scan{}, Digest: digest,
			Steps:      []report.Step{{Name: "test"}, {Name: "build"}, {Name: "smoke"}, {Name: "scan"}, {Name: "publish"}},
			References: []string{address + ":1.2.3@" + digest, address + ":latest@" + digest},
		}
		change(r)
		return r
	}
	references := func(references ...string) func(*report.Report) {
		return func(r *report.Report) { r.References = references }
	}
	percent := -1.0
	work := Work{Address: address, Tags: []string{"1.2.3", "latest"}}
	for name, test := range map[string]struct {
		work   Work
		change func(*report.Report)
		want   string
	}{
		"another app":                     {work, func(r *report.Report) { r.Name = "shop\nimages=[]" }, `it is of an app called "shop\nimages=[]", not "shop"`},
		"another registry":                {work, references("evil.example/acme/shop:1.2.3@"+digest, address+":latest@"+digest), `the reference "evil.example/acme/shop:1.2.3@`},
		"another repository":              {work, references(address + "/deeper:1.2.3@" + digest), "the reference "},
		"another registry as credentials": {work, references("ghcr.io@evil.example/acme/shop:latest@" + digest), "the reference "},
		"another tag":                     {work, references(address+":1.2.3@"+digest, address+":latest@"+digest, address+":stable@"+digest), `:stable@`},
		"a tag twice":                     {work, references(address+":latest@"+digest, address+":latest@"+digest), "the reference "},
		"a tag without a digest":          {work, references(address+":1.2.3", address+":latest@"+digest), "the reference "},
		"a digest of its own":             {Work{Address: address, Tags: []string{"1.2", "latest"}}, references(address+":1.2@"+other, address+":latest@"+digest), "the reference "},
		"a version that is overwritten":   {Work{Address: address, Tags: work.Tags, Overwrite: true}, references(address+":1.2.3@"+other, address+":latest@"+digest), "the reference "},
		"a short digest of a version":     {work, references(address+":1.2.3@sha256:0123", address+":latest@"+digest), "the reference "},
		"a missing tag":                   {work, references(address + ":1.2.3@" + digest), "no failure, but it was not published as latest"},
		"no reference at all":             {work, references(), "no failure, but it was not published as 1.2.3, latest"},
		"a second line":                   {work, references(address + ":1.2.3@" + digest + "\nimages=[]"), `\nimages=[]"`},
		"a digest with a second line":     {work, func(r *report.Report) { r.Digest += "\nimages=[]" }, `the digest "sha256:`},
		"a short digest":                  {work, func(r *report.Report) { r.Digest = "sha256:0123" }, `the digest "sha256:0123"`},
		"another algorithm":               {work, func(r *report.Report) { r.Digest = "md5:" + digest[7:] }, `the digest "md5:`},
		"references without a digest":     {work, func(r *report.Report) { r.Digest = "" }, `the digest ""`},
		"not published":                   {work, func(r *report.Report) { r.Digest, r.References = "", nil }, "no failure, but nothing was published"},
		"published unasked":               {Work{Tags: work.Tags}, func(*report.Report) {}, "it was published, which was not requested"},
		"published though tests failed": {work, func(r *report.Report) {
			r.Failures = []report.Failure{{Step: "test", Problem: "1 of 2 tests failed"}, {Step: "publish", Problem: "no answer"}}
		}, "it was published although the step test failed"},
		"left at the registry though tests failed": {work, func(r *report.Report) {
			r.Digest, r.References, r.Pushed = "", nil, []string{address + "@" + digest}
			r.Failures = []report.Failure{{Step: "test", Problem: "1 of 2 tests failed"}}
		}, "it was published although the step test failed"},
		"left at another registry": {work, func(r *report.Report) {
			r.Digest, r.References, r.Pushed = "", nil, []string{"evil.example/acme/shop@" + digest}
			r.Failures = []report.Failure{{Step: "publish", Problem: "no answer"}}
		}, `the reference "evil.example/acme/shop@`},
		"a push that failed, but no failure": {work, func(r *report.Report) { r.Pushed = r.References }, "no failure, but a push that failed"},
		"another form":                       {work, func(r *report.Report) { r.Schema = 1 }, "its form has version 1, and 2 is needed"},
		"an image of no bytes":               {work, func(r *report.Report) { r.Image = &report.Image{Bytes: -1, Layers: 1, Digest: digest} }, "an image of 1 layers and -1 bytes"},
		"failed tests, but no failure":       {work, func(r *report.Report) { r.Tests.Failed = 3 }, "3 failed tests, but no failure"},
		"findings, but no failure":           {work, func(r *report.Report) { r.Scan.Findings = make([]finding.Finding, 2) }, "2 findings that stop the image, but no failure"},
		"no scan":                            {work, func(r *report.Report) { r.Scan = nil }, "no failure, but no result of the scan"},
		"a step is missing":                  {work, func(r *report.Report) { r.Steps = r.Steps[1:] }, "no failure, but the step test is missing"},
		"no step that was requested":         {Work{Only: []string{"test"}}, func(r *report.Report) { *r = *report.New("shop") }, "no failure, but the step test is missing"},
		"an unknown step":                    {work, func(r *report.Report) { r.Steps[0].Name = "deploy" }, `a step "deploy" of 0 seconds`},
		"a negative time":                    {work, func(r *report.Report) { r.Steps[0].Seconds = -1 }, `a step "test" of -1 seconds`},
		"a failure of no step":               {work, func(r *report.Report) { r.Failures = []report.Failure{{Problem: "wrong"}} }, `a failure of the step "" with the problem "wrong"`},
		"a failure without a problem":        {work, func(r *report.Report) { r.Failures = []report.Failure{{Step: "test"}} }, `a failure of the step "test" with the problem ""`},
		"negative tests":                     {work, func(r *report.Report) { r.Tests.Passed = -1 }, "-1 passed tests"},
		"negative findings":                  {work, func(r *report.Report) { r.Scan.Counts = map[string]int{"HIGH": -2} }, "-2 HIGH findings"},
		"negative coverage":                  {work, func(r *report.Report) { r.Coverage = &percent }, "a coverage of -1 percent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.work.check("shop", published(test.change))
			const begins, ends = "the module's report does not fit the request: ", "; PIPELINE_MODULE has to name the module of this program's version"
			if err == nil || !strings.HasPrefix(err.Error(), begins) || !strings.HasSuffix(err.Error(), ends) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// The module may not write an archive that was not requested, nor the digest.
func TestFilesOfTheModule(t *testing.T) {
	t.Parallel()
	without, with := Work{}.files(), Work{Archive: true}.files()
	if _, found := without[report.Archive]; found {
		t.Error("an archive that was not requested may arrive")
	}
	if limit, found := with[report.Archive]; !found || limit != 0 {
		t.Error("an archive that was requested has a limit")
	}
	for _, files := range []map[string]int64{without, with} {
		if _, found := files[report.Digest]; found || files[report.File] != maxReport || files[report.JUnit] == 0 {
			encoded, _ := json.Marshal(files)
			t.Errorf("the files are %s", encoded)
		}
	}
}
