package run

import (
	"cmp"
	"context"
	"strconv"
	"sync"
	"time"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/module"
	"python-pipeline/ci/revision"
)

// Describe returns what the module needs to know of an app.
func (s *Session) Describe(a apps.App) module.App {
	origin := s.revisions[a.Folder]
	return module.App{
		Source: a.Source, Member: a.Member, Name: a.Name, Python: s.Config.Python, Pythons: a.Pythons, NoProxy: s.Config.NoProxy, CA: s.Config.SSLCertFile,
		IndexURL:      module.Secret{Name: "index-url", Value: s.Config.PipIndexURL.Reveal()},
		ExtraIndexURL: module.Secret{Name: "extra-index-url", Value: s.Config.PipExtraIndexURL.Reveal()},
		HTTPProxy:     module.Secret{Name: "http-proxy", Value: s.Config.HTTPProxy.Reveal()},
		HTTPSProxy:    module.Secret{Name: "https-proxy", Value: s.Config.HTTPSProxy.Reveal()},
		Revision:      origin.Commit, Created: origin.Created, Repository: origin.Repository,
		Fresh: s.fresh, Day: s.day, StepTimeout: time.Duration(s.Config.StepTimeout),
		Scanner: module.Scanner{Image: s.scannerImage(), Repositories: s.Config.TrivyDBRepository},
		Gate:    a.Gate,
	}
}

// readRevisions reads the revisions of apps' sources, by folder. Without a readable repository the image has no such labels,
// and a line is printed.
func (r *Run) readRevisions(ctx context.Context, all []apps.App) map[string]revision.Revision {
	read := make([]revision.Revision, len(all))
	var wait sync.WaitGroup
	for i, a := range all {
		if a.Err != nil {
			continue
		}
		wait.Go(func() {
			var err error
			read[i], err = revision.Of(ctx, a.Folder, r.Config.SourceDateEpoch)
			if err != nil && ctx.Err() == nil {
				r.Display.Info(a.Name + ": no revision in the image's labels: " + err.Error())
			}
		})
	}
	wait.Wait()
	revisions := map[string]revision.Revision{}
	for i, a := range all {
		revisions[a.Folder] = read[i]
	}
	return revisions
}

// fresh returns a new value when passed tests are to run again.
func fresh(c *config.Config) string {
	if c.Fresh {
		return strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	return ""
}

// scannerName returns the scanner's image by its name: the image of the settings, or the release that may have a stand-in.
func scannerName(c *config.Config) string { return cmp.Or(c.TrivyImage, plan.TrivyRelease) }

// scannerImage returns the scanner's image as it is pulled: the image of the settings, or by its digest the stand-in or the
// official image.
func (s *Session) scannerImage() string {
	name := scannerName(s.Config)
	if pinned := s.Engine.Pin(name); pinned != name || s.Config.TrivyImage != "" {
		return pinned
	}
	return plan.TrivyImage
}
