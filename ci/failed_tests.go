package main

import (
	"errors"
	"os"
	"path/filepath"

	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/source"

	"python-pipeline/ci/summary"
)

// failedTests reads from an app's JUnit report which of its tests failed. A test
// command that writes none has none to tell of.
func (j *job) failedTests(a app, out string) ([]summary.FailedTest, error) {
	// The tests wrote it, so it may be a link or a pipe.
	file, err := source.Folder(out).Open(report.JUnit)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	suite, err := junit.Read(file)
	if err != nil {
		return nil, err
	}
	var failed []summary.FailedTest
	for _, f := range suite.Failures {
		failed = append(failed, summary.FailedTest{
			Name: f.FullName(), File: inRepository(j.root, a.folder, f.File), Line: f.Line, Message: f.Message,
		})
	}
	return failed, nil
}

// inRepository says where a file of an app is: from the repository's root, or
// absolute when the app is elsewhere.
func inRepository(root, folder, file string) string {
	if file == "" {
		return ""
	}
	file = filepath.Join(folder, file)
	if relative, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	return file
}
