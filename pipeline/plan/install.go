package plan

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// chooseLock finds and reads the lock.
func (r *reader) chooseLock() error {
	keys := lock.Keys{
		Lock: r.settings.Lock, Requirements: r.settings.Requirements, DevRequirements: r.settings.DevRequirements,
		Groups: r.settings.Groups, Extras: r.settings.Extras, DevGroups: r.settings.DevGroups,
	}
	if err := r.checkMemberKeys(); err != nil {
		return err
	}
	keys.Member = r.plan.Folder
	var err error
	if r.format, err = lock.Choose(r.lockTree, keys); err != nil {
		return err
	}
	if err := r.checkMemberLock(); err != nil {
		return err
	}
	if r.format == nil {
		if err := r.withoutLock(); err != nil {
			return err
		}
	}
	if r.lock, err = r.format.Read(r.lockTree, keys); err != nil {
		return err
	}
	r.plan.ExtraRequirements, err = r.lock.AddExtra(r.tree, r.settings.ExtraPackages)
	return err
}

// decideInstall notes the packages to install.
func (r *reader) decideInstall() error {
	p, production, development := r.plan, r.lock.Production, r.lock.Development
	p.LockKind, p.Lock, p.Compiled = r.format.Kind, r.lock.File, r.lock.Compiled
	p.Requirements, p.Inputs, p.Packages, p.Hashed = production.Files, production.Inputs, packagesOf(production), production.Hashed
	p.DevRequirements, p.DevInputs, p.DevPackages, p.DevHashed = development.Files, development.Inputs, packagesOf(development), development.Hashed
	p.ExportOptions, p.DevGroups = r.lock.ExportOptions, development.Groups
	var err error
	if p.Locals, p.DevLocals, err = r.lock.LocalsFor(p.Python); err != nil {
		return err
	}
	for _, made := range []map[string]string{production.Made, development.Made} {
		for name, text := range made {
			setVariable(&p.Made, name, text)
		}
	}

	if r.format.Kind == lock.Requirements {
		p.Exported = r.exportedLock()
	} else {
		r.decideLock()
	}
	r.decidePackages("requirements", production)
	if extra := r.settings.ExtraPackages; len(extra) > 0 {
		r.decide("extra-packages", strings.Join(extra, ", "), key("extra-packages"))
	}
	r.decideLocals("source-packages", p.Locals)
	r.warnOfTools()
	if err := r.judgePins(); err != nil {
		return err
	}
	r.decidePackages("dev-requirements", development)
	r.decideLocals("dev-source-packages", p.DevLocals)
	r.warnOfIndexes()
	return nil
}

// decideLock notes the lock in use and the locks that are not read. Requirements
// files have their own decisions.
func (r *reader) decideLock() {
	value, from := r.format.Name, r.format.Name
	if r.format.Kind == lock.Project {
		value, from = fmt.Sprintf("none: %s is resolved anew on each build", r.lock.File), r.lock.File
	}
	if r.settings.Lock != "" {
		from = key("lock")
	}
	var others []string
	for _, f := range lock.Found(r.tree) {
		if f != r.format {
			others = append(others, f.Name)
		}
	}
	if len(others) > 0 {
		value += fmt.Sprintf(" (not read: %s)", strings.Join(others, ", "))
	}
	r.decide("lock", value, from)
}

// exportedLock returns the lock from which the requirements files may be exported; ""
// for none.
func (r *reader) exportedLock() string {
	for _, f := range lock.Found(r.tree) {
		if f.Convert != "" && f.Upgrade != "" {
			return f.Name
		}
	}
	return ""
}

func (r *reader) decidePackages(name string, set lock.Set) {
	r.plan.Warnings = append(r.plan.Warnings, set.Notes...)
	count := fmt.Sprintf("%d packages", len(set.Packages))
	if len(set.Packages) == 1 {
		count = "1 package"
	}
	switch {
	case len(set.Files) == 0 && set.From != "" && slices.ContainsFunc(set.Locals, r.isOwn):
		r.decide(name, "what the app's wheel asks for", set.From)
	case len(set.Packages) == 0:
		r.decide(name, "none", set.From)
	case set.Hashed:
		r.decide(name, count+", hashed", set.From)
	default:
		r.decide(name, count+", without hashes", set.From)
	}
}

// decideLocals notes the packages that are built from folders, with their places.
func (r *reader) decideLocals(name string, locals []lock.Local) {
	var values, places []string
	for _, l := range locals {
		values, places = append(values, l.Text()), append(places, l.Place.String())
	}
	if len(locals) > 0 {
		r.decide(name, strings.Join(values, ", "), strings.Join(places, ", "))
	}
}

// packagesOf converts a set to the packages of the plan.
func packagesOf(set lock.Set) []Package {
	var packages []Package
	for _, r := range set.Packages {
		packages = append(packages, Package{Name: r.Name, File: r.File, Line: r.Line})
	}
	return packages
}

// developmentTools are packages that production does not need.
var developmentTools = []string{
	"pytest", "pytest-cov", "pytest-django", "pytest-asyncio", "pytest-mock", "coverage", "tox", "nox",
	"black", "ruff", "flake8", "pylint", "isort", "mypy", "pre-commit", "pip-tools", "ipdb", "django-debug-toolbar",
}

func (r *reader) warnOfTools() {
	var found []string
	for _, p := range r.lock.Production.Packages {
		if slices.Contains(developmentTools, p.Name) {
			found = append(found, fmt.Sprintf("%s (%s)", p.Name, p.Place))
		}
	}
	if len(found) > 0 {
		r.warn("production installs development tools: %s; move them to the files of dev-requirements", strings.Join(found, ", "))
	}
}

// warnOfIndexes warns of indexes of the lock that the build does not use.
func (r *reader) warnOfIndexes() {
	if r.options.Index || r.settings.IndexURL != "" || len(r.settings.ExtraIndexURLs) > 0 {
		return
	}
	if unused := r.lock.UnusedIndexes(); unused != "" {
		r.warn("%s", unused)
	}
}
