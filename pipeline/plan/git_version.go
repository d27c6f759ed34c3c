package plan

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/installed"
)

// unknownVersion is the version of an app whose version only git knows: no build sees
// its history. It does not change from commit to commit, so that the image does not.
const unknownVersion = "0+unknown"

// gitVersion is a tool that asks git for the version of a package when that is built.
type gitVersion struct {
	// tool is its name, and from the place that chooses it.
	tool, from string
	// variable replaces what git would say; "" where the tool has none.
	variable string
	// table and fallback are where the project sets the version for a build without git,
	// and the key's value there.
	table    []string
	fallback string
}

// decideVersion decides which version the app's wheel has where its build would ask git.
func (r *reader) decideVersion() error {
	p, set := r.plan, r.settings.Version
	if declared := p.Version; set != "" && declared != "" && declared != set {
		return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: version: [project] has the version %s already; remove one", declared)
	}
	p.Version = cmp.Or(p.Version, set)
	git, err := r.gitVersion()
	if err != nil || git.tool == "" || !p.InstallProject {
		return err
	}
	own, _ := r.project.tool(git.table...).(map[string]any)
	fallback, _ := own[git.fallback].(string)
	switch {
	case git.variable == "" && fallback == "":
		return fmt.Errorf("%s: %s asks git for the app's version, and no build has the app's history; write %s in [tool.%s]", git.from, git.tool, git.fallback, strings.Join(git.table, "."))
	case git.variable == "" && set != "":
		return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: version: %s does not take a version from outside; write it as %s in [tool.%s]", git.tool, git.fallback, strings.Join(git.table, "."))
	case r.settings.BuildEnv[git.variable] != "":
		p.BuildVersion = r.settings.BuildEnv[git.variable]
		r.decide("version", p.BuildVersion, git.variable+" in "+key("build-env"))
	case set != "":
		p.BuildVersion = set
		r.decide("version", fmt.Sprintf("%s, in place of what %s asks git for", set, git.tool), key("version"))
	case fallback != "":
		r.decide("version", fallback, fmt.Sprintf("%s in [tool.%s]", git.fallback, strings.Join(git.table, ".")))
		return nil
	default:
		p.BuildVersion = unknownVersion
		r.decide("version", unknownVersion, git.from)
		r.warn("the app is built as version %s: %s asks git for it, and no build has the app's history; write the version in [tool.python-pipeline]: version", unknownVersion, git.tool)
	}
	p.ProjectEnv = map[string]string{git.variable: p.BuildVersion}
	return nil
}

var (
	scmInSetup = regexp.MustCompile(`(?m)^[^#\n]*\buse_scm_version\b`)
	pbrInSetup = regexp.MustCompile(`(?m)^[^#\n]*\bpbr["']?\s*[=:]`)
)

// gitVersion finds the tool; its name is "" where the files say the version.
func (r *reader) gitVersion() (gitVersion, error) {
	script, _, err := r.tree.Text("setup.py")
	if err != nil || r.project.Project.Version != "" {
		return gitVersion{}, err
	}
	const (
		pyproject = "pyproject.toml"
		scm       = "SETUPTOOLS_SCM_PRETEND_VERSION"
	)
	hatch := []string{"hatch", "version"}
	backend := r.project.backend()
	hatchSource, _ := r.project.tool("hatch", "version", "source").(string)
	switch {
	case hatchSource == "vcs":
		return gitVersion{"hatch-vcs", pyproject, scm, hatch, "fallback-version"}, nil
	case hatchSource == "uv-dynamic-versioning":
		return gitVersion{hatchSource, pyproject, "UV_DYNAMIC_VERSIONING_BYPASS", []string{hatchSource}, "fallback-version"}, nil
	case hatchSource == "versioningit":
		return gitVersion{hatchSource, pyproject, "", hatch, "default-version"}, nil
	case r.project.tool("versioningit") != nil:
		return gitVersion{"versioningit", pyproject, "", []string{"versioningit"}, "default-version"}, nil
	case strings.HasPrefix(backend, "poetry_dynamic_versioning"), r.project.tool("poetry-dynamic-versioning", "enable") == true:
		return gitVersion{"poetry-dynamic-versioning", pyproject, "POETRY_DYNAMIC_VERSIONING_BYPASS", nil, ""}, nil
	case r.project.tool("pdm", "version", "source") == "scm":
		return gitVersion{"PDM", pyproject, "PDM_BUILD_SCM_VERSION", []string{"pdm", "version"}, "fallback_version"}, nil
	case r.project.tool("setuptools_scm") != nil, r.versionIsSCM(), strings.HasPrefix(backend, "flit_scm"):
		return gitVersion{"setuptools-scm", pyproject, scm, []string{"setuptools_scm"}, "fallback_version"}, nil
	case scmInSetup.MatchString(script):
		return gitVersion{"setuptools-scm", "setup.py", scm, []string{"setuptools_scm"}, "fallback_version"}, nil
	case r.buildRequires("pbr"):
		return gitVersion{"pbr", pyproject, "PBR_VERSION", nil, ""}, nil
	case pbrInSetup.MatchString(script):
		return gitVersion{"pbr", "setup.py", "PBR_VERSION", nil, ""}, nil
	}
	return gitVersion{}, nil
}

// versionIsSCM reports whether setuptools-scm finds out the version without a table of its
// own; it may be there for the list of files alone.
func (r *reader) versionIsSCM() bool {
	return r.buildRequires("setuptools-scm") && r.project.isDynamic("version") && r.project.tool("setuptools", "dynamic", "version") == nil
}

var requiredName = regexp.MustCompile(`^\s*([A-Za-z0-9._-]+)`)

// buildRequires reports whether building the app requires a package.
func (r *reader) buildRequires(name string) bool {
	if r.project.BuildSystem == nil {
		return false
	}
	requires, _ := r.project.BuildSystem.Requires.([]any)
	for _, entry := range requires {
		text, _ := entry.(string)
		if m := requiredName.FindStringSubmatch(text); m != nil && installed.CanonicalName(m[1]) == name {
			return true
		}
	}
	return false
}
