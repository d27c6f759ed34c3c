package run

import (
	"context"

	"dagger/python-pipeline/plan"

	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/spans"
)

// CheckVolumes says in which ways of mounting an image can write its folders, as text or as JSON. Without paths the folders are
// those of the image's label.
func CheckVolumes(ctx context.Context, s Setup, image string, paths []string, asJSON bool) (text string, err error) {
	r := &Run{Setup: s}
	images := embedded.Images{Now: []string{plan.CompilerImage, image}}
	_, err = r.InSession(ctx, nil, images, spans.Handler{Span: ShowSteps(s.Display)}, func(session *Session) (err error) {
		trying := s.Display.Start("volumes: mount them in " + image)
		if text, err = session.Module.CheckVolumes(ctx, image, paths, asJSON); err != nil {
			trying.Fail(nil)
			return err
		}
		trying.Done("")
		return nil
	})
	return text, err
}
