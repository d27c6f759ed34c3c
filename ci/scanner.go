package main

import (
	"cmp"

	"dagger/python-pipeline/plan"
)

// scannerName is the scanner's image as an engine is asked for it: that of the
// settings, or the release of which a stand-in may serve.
func (j *job) scannerName() string { return cmp.Or(j.config.TrivyImage, plan.TrivyRelease) }

// scannerImage is the scanner's image as it is pulled: that of the settings, or
// one by its digest, the stand-in's where one serves and the official one's
// elsewhere.
func (j *job) scannerImage() string {
	name := j.scannerName()
	if pinned := j.session.Pinned(name); pinned != name || j.config.TrivyImage != "" {
		return pinned
	}
	return plan.TrivyImage
}
