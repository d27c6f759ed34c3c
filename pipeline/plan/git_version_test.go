package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packaged is the smallest app with a package that every build backend finds.
func packaged(more files) files {
	source := app(more)
	source["src/shop/__init__.py"], source["src/web_shop/__init__.py"] = "", ""
	return source
}

func TestVersionThatGitKnows(t *testing.T) {
	t.Parallel()
	const dynamic = "[project]\nname = \"shop\"\ndynamic = [\"version\"]\n"
	const scm = "[build-system]\nrequires = [\"setuptools>=64\", \"Setuptools_SCM[toml]>=8\"]\nbuild-backend = \"setuptools.build_meta\"\n"
	for _, test := range []struct {
		name     string
		source   files
		variable string // "" where git is not asked
		tool     string
	}{
		{"setuptools-scm", files{"pyproject.toml": dynamic + scm + "[tool.setuptools_scm]\n"}, "SETUPTOOLS_SCM_PRETEND_VERSION", "setuptools-scm"},
		{"setuptools-scm without a table", files{"pyproject.toml": dynamic + scm}, "SETUPTOOLS_SCM_PRETEND_VERSION", "setuptools-scm"},
		{"setuptools-scm for the files alone", files{"pyproject.toml": dynamic + scm + "[tool.setuptools.dynamic]\nversion = { attr = \"shop.__version__\" }\n"}, "", ""},
		{"setuptools-scm in setup.py", files{"setup.py": "setup(use_scm_version=True)\n"}, "SETUPTOOLS_SCM_PRETEND_VERSION", "setuptools-scm"},
		{"hatch-vcs", files{"pyproject.toml": dynamic + hatch + "[tool.hatch.version]\nsource = \"vcs\"\n"}, "SETUPTOOLS_SCM_PRETEND_VERSION", "hatch-vcs"},
		{"uv-dynamic-versioning", files{"pyproject.toml": dynamic + hatch + "[tool.hatch.version]\nsource = \"uv-dynamic-versioning\"\n"}, "UV_DYNAMIC_VERSIONING_BYPASS", "uv-dynamic-versioning"},
		{"PDM", files{"pyproject.toml": dynamic + "[build-system]\nbuild-backend = \"pdm.backend\"\n[tool.pdm]\nversion = { source = \"scm\" }\n"}, "PDM_BUILD_SCM_VERSION", "PDM"},
		{"poetry-dynamic-versioning", files{"pyproject.toml": dynamic + "[tool.poetry-dynamic-versioning]\nenable = true\n[build-system]\nbuild-backend = \"poetry_dynamic_versioning.backend\"\n"}, "POETRY_DYNAMIC_VERSIONING_BYPASS", "poetry-dynamic-versioning"},
		{"pbr", files{"setup.py": "setup(setup_requires=['pbr'], pbr=True)\n"}, "PBR_VERSION", "pbr"},
		{"a version in the file", files{"pyproject.toml": webShop + setuptools}, "", ""},
		{"another dynamic version", files{"pyproject.toml": dynamic + hatch + "[tool.hatch.version]\npath = \"shop.py\"\n"}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(packaged(test.source)))
			if test.variable == "" {
				if plan.BuildVersion != "" || plan.ProjectEnv != nil || len(plan.Warnings) > 0 {
					t.Errorf("version %q, variables %q, warnings %q", plan.BuildVersion, plan.ProjectEnv, plan.Warnings)
				}
				return
			}
			if diff := cmp.Diff(map[string]string{test.variable: "0+unknown"}, plan.ProjectEnv); diff != "" || plan.BuildVersion != "0+unknown" {
				t.Errorf("version %q, variables differ (-want +got):\n%s", plan.BuildVersion, diff)
			}
			want := []string{"the app is built as version 0+unknown: " + test.tool + " asks git for it, and no build has the app's history; write the version in [tool.python-pipeline]: version"}
			if diff := cmp.Diff(want, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}

			withKey := files{}
			for name, text := range test.source {
				withKey[name] = text
			}
			withKey["pyproject.toml"] += "\n[tool.python-pipeline]\nversion = \"1.4\"\n"
			plan = read(t, tested(packaged(withKey)))
			if diff := cmp.Diff(map[string]string{test.variable: "1.4"}, plan.ProjectEnv); diff != "" || plan.BuildVersion != "1.4" || plan.Version != "1.4" || len(plan.Warnings) > 0 {
				t.Errorf("with the key: versions %q and %q, warnings %q, variables differ (-want +got):\n%s", plan.BuildVersion, plan.Version, plan.Warnings, diff)
			}
			if got := decision(plan, "version"); !strings.HasSuffix(got, ` | the key "version"`) {
				t.Errorf("decision %q", got)
			}
		})
	}
}

func TestVersionForABuildWithoutGit(t *testing.T) {
	t.Parallel()
	const dynamic = "[project]\nname = \"shop\"\ndynamic = [\"version\"]\n" + setuptools
	for name, test := range map[string]struct {
		table, decision, built string
	}{
		"the project's own": {"[tool.setuptools_scm]\nfallback_version = \"1.0\"\n", "1.0 | fallback_version in [tool.setuptools_scm]", ""},
		"of versioningit":   {"[tool.versioningit]\ndefault-version = \"1.0\"\n", "1.0 | default-version in [tool.versioningit]", ""},
		"of build-env": {"[tool.setuptools_scm]\n[tool.python-pipeline]\nbuild-env = { SETUPTOOLS_SCM_PRETEND_VERSION = \"1.1\" }\n",
			`1.1 | SETUPTOOLS_SCM_PRETEND_VERSION in the key "build-env"`, "1.1"},
		"no wheel":              {"[tool.setuptools_scm]\n[tool.python-pipeline]\ninstall-project = false\n", "", ""},
		"no wheel, but a label": {"[tool.setuptools_scm]\n[tool.python-pipeline]\ninstall-project = false\nversion = \"1.2\"\n", `1.2 | the key "version"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(packaged(files{"pyproject.toml": dynamic + test.table})))
			if got := decision(plan, "version"); got != test.decision || plan.BuildVersion != test.built || len(plan.Warnings) > 0 {
				t.Errorf("decision %q, want %q; version %q, want %q; warnings %q", got, test.decision, plan.BuildVersion, test.built, plan.Warnings)
			}
		})
	}
}

func TestVersionErrors(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"pyproject.toml": webShop + "[tool.python-pipeline]\nversion = \"2\"\n"}), "pyproject.toml: [tool.python-pipeline]: version: [project] has the version 1 already; remove one")
	const versioningit = "[project]\nname = \"shop\"\ndynamic = [\"version\"]\n" + setuptools + "[tool.versioningit]\n"
	fails(t, packaged(files{"pyproject.toml": versioningit}), "pyproject.toml: versioningit asks git for the app's version, and no build has the app's history; write default-version in [tool.versioningit]")
	fails(t, packaged(files{"pyproject.toml": versioningit + "default-version = \"1\"\n[tool.python-pipeline]\nversion = \"2\"\n"}), "version: versioningit does not take a version from outside; write it as default-version in [tool.versioningit]")
}
