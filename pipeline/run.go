package main

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/options"
	"dagger/python-pipeline/push"
	"dagger/python-pipeline/report"
)

// run runs the steps of the options. The report has the failed gates; an error means that the run could not be carried
// out.
func (m *PythonPipeline) run(ctx context.Context, o options.Run, login registryLogin) (*report.Report, *dagger.Directory, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	target, err := o.Push()
	if err != nil {
		return nil, nil, err
	}
	r := &recorder{app: b.plan.Name, report: newReport(b.plan), files: dag.Directory()}
	var wait sync.WaitGroup
	if o.Wants(report.StepTest) {
		wait.Go(func() { r.step(ctx, report.StepTest, b.testStep(r, o.TestArgs)) })
	}
	var prod *image
	if o.Wants(report.StepBuild) || o.Wants(report.StepSmoke) || o.Wants(report.StepScan) || o.Archive {
		r.step(ctx, report.StepBuild, func(ctx context.Context) (*report.Failure, error) {
			built, err := b.prod(ctx)
			if err != nil {
				return nil, err
			}
			if built.Container, err = built.Sync(ctx); err == nil {
				prod = built
			}
			return nil, err
		})
	}
	if prod != nil && o.Wants(report.StepScan) {
		wait.Go(func() { r.step(ctx, report.StepScan, b.scanStep(r, prod)) })
	}
	if prod != nil && o.Archive {
		wait.Go(func() { b.describe(ctx, r, prod) })
	}
	if prod != nil && o.Wants(report.StepSmoke) {
		r.step(ctx, report.StepSmoke, b.smokeStep(r, prod))
	}
	wait.Wait()
	r.report.Settle()
	if prod == nil || len(r.report.Failures) > 0 {
		return r.report, r.files, ctx.Err()
	}
	if o.Archive {
		r.files = r.files.WithFile(report.Archive, prod.AsTarball())
	}
	if o.Publishes() {
		r.step(ctx, report.StepPublish, b.publishStep(r, prod, target, login))
	}
	return r.report, r.files, ctx.Err()
}

func (b *build) testStep(r *recorder, args []string) stepFunc {
	return func(ctx context.Context) (*report.Failure, error) {
		result, err := b.runTests(ctx, args)
		if err != nil {
			return nil, err
		}
		r.add(result.files, result.addTo)
		return result.failure, nil
	}
}

func (b *build) scanStep(r *recorder, prod *image) stepFunc {
	return func(ctx context.Context) (*report.Failure, error) {
		result, err := b.scan(ctx, prod)
		if err != nil {
			return nil, err
		}
		r.add(result.files, result.addTo)
		return result.scan.Failure(), nil
	}
}

// describe reads the manifest of the image. It is not a step of a run, because the caller needs the archive anyway.
func (b *build) describe(ctx context.Context, r *recorder, prod *image) {
	manifest, err := readManifest(ctx, b.manifestFile(prod.Container))
	if err != nil {
		r.fail(asFailure(report.StepArchive, err))
		return
	}
	r.add(nil, func(r *report.Report) { r.Image = manifest })
}

func (b *build) smokeStep(r *recorder, prod *image) stepFunc {
	return func(ctx context.Context) (*report.Failure, error) {
		result, err := b.smoke(ctx, prod.Container)
		if err != nil {
			return nil, err
		}
		r.add(nil, func(r *report.Report) {
			r.Processes = result.Processes
			if result.Warning != "" {
				r.Warnings = append(r.Warnings, "smoke: "+result.Warning)
			}
		})
		return result.Failure(b.plan), nil
	}
}

// publishStep pushes the image. The report has what the registry has, even if a part of the push failed.
func (b *build) publishStep(r *recorder, prod *image, target push.Options, login registryLogin) stepFunc {
	return func(ctx context.Context) (*report.Failure, error) {
		result, err := push.Run(ctx, &registryImage{container: prod.Container, platform: b.platform, login: login}, target)
		r.add(nil, func(r *report.Report) {
			r.Warnings = append(r.Warnings, result.Warnings...)
			if err == nil {
				r.Digest, r.References = result.Digest, result.References
				if r.Image != nil {
					r.Image.Digest = cmp.Or(r.Image.Digest, r.Digest)
				}
			} else {
				r.Pushed = result.Left(target.Address)
			}
		})
		var failure *push.Failure
		if errors.As(err, &failure) {
			return &report.Failure{Step: report.StepPublish, Problem: failure.Problem, Advice: failure.Advice}, nil
		}
		return nil, err
	}
}
