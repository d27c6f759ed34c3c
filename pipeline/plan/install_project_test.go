package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

// setuptools, hatch … are the ends of a pyproject.toml with the build backend.
const (
	setuptools = "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
	hatch      = "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n"
	flit       = "[build-system]\nrequires = [\"flit_core\"]\nbuild-backend = \"flit_core.buildapi\"\n"
	uvBuild    = "[build-system]\nrequires = [\"uv_build\"]\nbuild-backend = \"uv_build\"\n"
	poetryCore = "[build-system]\nrequires = [\"poetry-core\"]\nbuild-backend = \"poetry.core.masonry.api\"\n"
	webShop    = "[project]\nname = \"Web-Shop\"\nversion = \"1\"\n"
	oldPoetry  = "[tool.poetry]\nname = \"web-shop\"\nversion = \"1\"\n"
)

func TestInstallProject(t *testing.T) {
	t.Parallel()
	const yes, no = "yes: as a wheel, beside its source | ", "no | "
	const declared = yes + "[build-system] in pyproject.toml"
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"a script", files{}, ""},
		{"a project without a build system", files{"pyproject.toml": webShop}, ""},
		{"setup.py", files{"setup.py": "from setuptools import setup\n\nsetup(name=\"shop\")\n"}, yes + "setup.py"},
		{"setup.py that is a module of the app", files{"setup.py": "# calls setup() later\nPORT = 8000\n"}, ""},
		{"setup.cfg of a package", files{"setup.cfg": "[metadata]\nname = shop\n"}, yes + "setup.cfg"},
		{"setup.cfg of tools", files{"setup.cfg": "[flake8]\nmax-line-length = 100\n"}, ""},

		{"the key says no", files{"pyproject.toml": webShop + setuptools + "[tool.python-pipeline]\ninstall-project = false\n"}, no + `the key "install-project"`},
		{"the key says yes", files{"pyproject.toml": webShop + "[tool.python-pipeline]\ninstall-project = true\n"}, yes + `the key "install-project"`},
		{"uv says no", files{"pyproject.toml": webShop + setuptools + "[tool.uv]\npackage = false\n"}, no + "package = false in [tool.uv] of pyproject.toml"},
		{"uv says yes", files{"pyproject.toml": webShop + "[tool.uv]\npackage = true\n"}, yes + "package in [tool.uv] of pyproject.toml"},
		{"Poetry says no", files{"pyproject.toml": oldPoetry + "package-mode = false\n" + poetryCore, "web_shop/__init__.py": ""}, no + "package-mode = false in [tool.poetry] of pyproject.toml"},
		{"PDM says no", files{"pyproject.toml": webShop + setuptools + "[tool.pdm]\ndistribution = false\n"}, no + "distribution = false in [tool.pdm] of pyproject.toml"},
		{"PDM says yes", files{"pyproject.toml": webShop + "[tool.pdm]\ndistribution = true\n"}, yes + "distribution in [tool.pdm] of pyproject.toml"},

		{"Poetry: a folder", files{"pyproject.toml": oldPoetry + poetryCore, "web_shop/__init__.py": ""}, declared},
		{"Poetry: a module in src", files{"pyproject.toml": oldPoetry + poetryCore, "src/web_shop.py": ""}, declared},
		{"Poetry: nothing of that name", files{"pyproject.toml": oldPoetry + poetryCore}, no + "there is neither a folder nor a module web_shop, at the top or in src"},
		{"Poetry: another name", files{"pyproject.toml": oldPoetry + "packages = [{ include = \"shop\", from = \"lib\" }, { include = \"*.py\" }]\n" + poetryCore, "lib/shop/__init__.py": ""}, declared},
		{"Poetry: another name, in tables", files{"pyproject.toml": oldPoetry + "[[tool.poetry.packages]]\ninclude = \"shop\"\n" + poetryCore}, no + "there is no shop, which packages in [tool.poetry] names"},

		{"Hatch: a package in src", files{"pyproject.toml": webShop + hatch, "src/web_shop/__init__.py": ""}, declared},
		{"Hatch: in a namespace", files{"pyproject.toml": webShop + hatch, "acme/web_shop/__init__.py": ""}, declared},
		{"Hatch: a folder without __init__.py", files{"pyproject.toml": webShop + hatch, "web_shop/views.py": ""}, no + "there is neither a package nor a module Web_Shop, at the top or in src"},
		{"Hatch: its table", files{"pyproject.toml": webShop + hatch + "[tool.hatch.build.targets.wheel]\npackages = [\"lib/shop\"]\n"}, declared},

		{"Flit: a module", files{"pyproject.toml": "[project]\nname = \"web-shop\"\ndynamic = [\"version\", \"description\"]\n" + flit, "web_shop.py": ""}, declared},
		{"Flit: its table", files{"pyproject.toml": webShop + flit + "[tool.flit.module]\nname = \"acme.shop\"\n", "acme/shop/__init__.py": ""}, declared},
		{"Flit: nothing of that name", files{"pyproject.toml": webShop + flit, "web_shop.py": ""}, no + "there is neither a package nor a module Web_Shop, at the top or in src"},

		{"uv: a package in src", files{"pyproject.toml": webShop + uvBuild, "src/web_shop/__init__.py": ""}, declared},
		{"uv: a package at the top", files{"pyproject.toml": webShop + uvBuild, "web_shop/__init__.py": ""}, no + "there is no src/web_shop/__init__.py"},
		{"uv: its table", files{"pyproject.toml": webShop + uvBuild + "[tool.uv.build-backend]\nmodule-root = \"\"\n"}, declared},

		{"setuptools: one folder, and folders that are none of the package", files{"pyproject.toml": webShop + setuptools, "shop/a.py": "", "tests/a.py": "", "docs/a.md": "", "my-data/a.csv": ""}, declared},
		{"setuptools: two folders", files{"pyproject.toml": webShop + setuptools, "shop/a.py": "", "static/a.css": ""}, no + "setuptools builds nothing of several folders at the top (shop, static)"},
		{"setuptools: two folders beside src", files{"pyproject.toml": webShop + setuptools, "shop/a.py": "", "static/a.css": "", "src/a.py": ""}, declared},
		{"setuptools: two folders that are named", files{"pyproject.toml": webShop + setuptools + "[tool.setuptools]\npackages = [\"shop\", \"static\"]\n", "shop/a.py": "", "static/a.css": ""}, declared},
		{"setuptools: two folders, named in setup.cfg", files{"pyproject.toml": setuptools, "setup.cfg": "[metadata]\nname = shop\n[options]\npackages = find:\n", "shop/a.py": "", "static/a.css": ""}, declared},
		{"setuptools: two modules", files{"pyproject.toml": webShop + setuptools, "wsgi.py": "", "conftest.py": ""}, no + "setuptools builds nothing of several modules at the top (app, wsgi)"},
		{"setuptools: one module", files{"pyproject.toml": webShop + setuptools, "conftest.py": "", "manage_it.txt": ""}, declared},
		{"setuptools, by default", files{"pyproject.toml": webShop + "[build-system]\nrequires = [\"setuptools\"]\n", "a/b.py": "", "c/d.py": ""}, no + "setuptools builds nothing of several folders at the top (a, c)"},

		{"another backend", files{"pyproject.toml": webShop + "[build-system]\nbuild-backend = \"maturin\"\n"}, declared},
		{"a backend of the app", files{"pyproject.toml": webShop + "[build-system]\nbuild-backend = \"poetry_of_ours\"\nbackend-path = [\"tools\"]\n"}, declared},
		{"a build system for nothing", files{"pyproject.toml": setuptools}, no + "nothing names the package"},
		{"no version", files{"pyproject.toml": "[project]\nname = \"shop\"\n" + setuptools}, no + "[project] has no version"},
		{"a version of Poetry", files{"pyproject.toml": "[project]\nname = \"shop\"\n[tool.poetry]\nversion = \"1\"\n" + poetryCore, "shop.py": ""}, declared},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(test.source))
			if got := decision(plan, "install-project"); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
			if got, want := plan.InstallProject, strings.HasPrefix(test.want, yes); got != want {
				t.Errorf("InstallProject is %t, want %t", got, want)
			}
		})
	}
}

func TestInstallProjectWarns(t *testing.T) {
	t.Parallel()
	const want = "the app is not installed, although there is [build-system] in pyproject.toml: there is neither a folder nor a module web_shop, at the top or in src; " +
		"name the app's in packages of [tool.poetry]; or write install-project = false in [tool.python-pipeline] if it is only started, not installed"
	plan := read(t, tested(app(files{"pyproject.toml": oldPoetry + poetryCore})))
	if diff := cmp.Diff([]string{want}, plan.Warnings); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
	plan = read(t, tested(app(files{"pyproject.toml": oldPoetry + poetryCore + "[tool.python-pipeline]\ninstall-project = false\n"})))
	if len(plan.Warnings) > 0 {
		t.Errorf("warnings in spite of the key: %q", plan.Warnings)
	}
}

func TestInstallProjectErrors(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"": "install-project = true"}), "install-project: nothing describes a package; add [project] with a name, and [build-system], or remove the key")
}

func TestConsoleScriptOfAnInstalledApp(t *testing.T) {
	t.Parallel()
	const named = webShop + "[project.scripts]\n"
	for _, test := range []struct {
		name   string
		source files
		script string
		from   string
	}{
		{"of the project", files{"pyproject.toml": named + "serve = \"shop.cli:main\"\n" + setuptools, "src/shop/cli.py": ""}, "serve", "[project.scripts] serve in pyproject.toml"},
		{"of Poetry", files{"pyproject.toml": oldPoetry + "[tool.poetry.scripts]\nserve = \"web_shop:main\"\nsetup-db = { reference = \"bin/db.sh\", type = \"file\" }\n" + poetryCore, "web_shop.py": ""},
			"serve", "[tool.poetry.scripts] serve in pyproject.toml"},
		{"of Poetry, as a table", files{"pyproject.toml": oldPoetry + "[tool.poetry.scripts]\nserve = { reference = \"web_shop:main\", type = \"console\" }\n" + poetryCore, "web_shop.py": ""},
			"serve", "[tool.poetry.scripts] serve in pyproject.toml"},
		{"of setup.cfg", files{"setup.cfg": "[metadata]\nname = shop\n[options.entry_points]\nconsole_scripts =\n    serve = shop:main\n"}, "serve", "[options.entry_points] serve in setup.cfg"},
		{"of setup.py", files{"setup.py": "setup(\n    name='shop',\n    entry_points={\n        'console_scripts': [\n            'serve = shop.cli:main',\n        ],\n    },\n)\n"}, "serve", "console_scripts serve in setup.py"},
		{"of setup.py, by keywords", files{"setup.py": "setup(entry_points=dict(console_scripts=[\"serve=shop.cli:main\"]))\n"}, "serve", "console_scripts serve in setup.py"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(test.source))
			if diff := cmp.Diff(settings.Exec(test.script), plan.Command); diff != "" {
				t.Errorf("command differs (-want +got):\n%s", diff)
			}
			if got, want := decision(plan, "command"), settings.Exec(test.script).String()+" | "+test.from; got != want {
				t.Errorf("decision %q, want %q", got, want)
			}
			if plan.PythonPath != nil {
				t.Errorf("the packages are installed, but the Python path is %q", plan.PythonPath)
			}
		})
	}
}

func TestSeveralConsoleScripts(t *testing.T) {
	t.Parallel()
	source := files{"requirements.txt": "", "pyproject.toml": webShop + "[project.scripts]\nserve = \"shop:serve\"\nload = \"shop:load\"\n" + setuptools, "src/shop/__init__.py": ""}
	fails(t, source, `start command: each of the scripts load, serve may start the app (pyproject.toml: [project.scripts]); write in pyproject.toml: [tool.python-pipeline] command = ["load"], or another of them`)
	source["src/shop/__main__.py"] = ""
	if got, want := decision(read(t, source), "command"), `["python","-m","shop"] | src/shop/__main__.py`; got != want {
		t.Errorf("command %q, want %q", got, want)
	}
}

// A module beside the packages of src may not be in the wheel.
func TestModuleInSrcOfAnInstalledApp(t *testing.T) {
	t.Parallel()
	source := files{"requirements.txt": "flask\ngunicorn\n", "pyproject.toml": oldPoetry + poetryCore, "src/web_shop/__init__.py": ""}
	for file, want := range map[string][]string{"src/wsgi.py": {"src"}, "src/web_shop/wsgi.py": nil} {
		withFile := files{file: "from flask import Flask\napp = Flask(__name__)\n"}
		for name, text := range source {
			withFile[name] = text
		}
		if diff := cmp.Diff(want, read(t, withFile).PythonPath); diff != "" {
			t.Errorf("%s: the Python path differs (-want +got):\n%s", file, diff)
		}
	}
}
