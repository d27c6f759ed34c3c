package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// pins are the exact packages of a set.
type pins struct {
	lock  *dagger.File    // in the form of PEP 751
	build []packageSource // what has no wheel for this Python
}

// pinAnswer is what scripts.Pin prints.
type pinAnswer struct {
	Missing *packageSource  `json:"missing"`
	Build   []packageSource `json:"build"`
}

// maxMissing limits the packages without a wheel that are built to learn what they require.
const maxMissing = 20

// pin turns the requirements of a set into exact packages. preferred has the versions that are taken if they fit, or only
// those in modeWithin; nil for none.
func (b *build) pin(ctx context.Context, set packageSet, preferred *dagger.File) (*pins, error) {
	files, requirements := b.requirementsFiles(set.inputs), set.requirements
	if set.mode == modeResolve {
		more, err := b.requirementsOfLocals(ctx, set.locals)
		if err != nil {
			return nil, err
		}
		if more != "" {
			const name = "requirements-of-packages-in-folders.txt"
			files, requirements = files.WithNewFile(name, more), slices.Concat(requirements, []string{name})
		}
	}
	output := dag.Directory()
	if preferred != nil {
		output = output.WithFile(set.lock, preferred)
	}
	built := []packageSource{}
	for {
		encoded, err := json.Marshal(built)
		if err != nil {
			return nil, err
		}
		ctr := b.toolStage().WithDirectory(scripts.Pins, output)
		for i, source := range built {
			ctr = ctr.WithDirectory(path.Join(scripts.Wheels, strconv.Itoa(i)), b.wheel(source))
		}
		ctr = ctr.WithMountedDirectory(scripts.Requirements, files).WithWorkdir(scripts.Requirements)
		arguments := append([]string{set.lock, set.mode, string(encoded)}, requirements...)
		ctr = b.downloadPackages(ctr, scripts.Pin, arguments...)
		text, err := ctr.Stdout(ctx)
		if err != nil {
			return nil, err
		}
		var answer pinAnswer
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			return nil, err
		}
		if answer.Missing == nil {
			return &pins{ctr.File(path.Join(scripts.Pins, set.lock)), answer.Build}, nil
		}
		if built = append(built, *answer.Missing); len(built) > maxMissing {
			return nil, fmt.Errorf("requirements: more than %d packages have no wheel for Python %s, so that each is built to learn what it requires; lock them with hashes, which needs no resolution", maxMissing, b.plan.Python)
		}
	}
}
