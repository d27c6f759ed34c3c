package plan

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

func TestKeep(t *testing.T) {
	t.Parallel()
	lab := func(more files) files {
		source := files{
			"main.py": "from tabulate import tabulate\n\nfrom lab.soil_test import acid\n\nprint(acid(6))\n", "lab/__init__.py": "", "lab/soil_test.py": "def acid(ph): return ph < 7\n",
			"tests/test_lab.py": "from unittest import TestCase\nfrom lab import soil_test\n",
		}
		for name, text := range more {
			source[name] = text
		}
		return app(source)
	}
	for _, test := range []struct {
		name    string
		source  files
		want    []string // of the files called like tests, or for development
		decided string
	}{
		{"a module that is imported", lab(nil), []string{"lab/soil_test.py"}, "lab/soil_test.py: called like tests, but imported | main.py"},
		{"a package with its data, without the tests in it", lab(files{"lab/tests/__init__.py": "", "lab/tests/offered.json": "{}", "lab/tests/test_all.py": "", "lab/desk.py": "from . import tests\n"}),
			[]string{"lab/soil_test.py", "lab/tests/__init__.py", "lab/tests/offered.json"}, "lab/soil_test.py, lab/tests: called like tests, but imported | main.py"},
		{"what the kept modules import", lab(files{"lab/soil_test.py": "from .tests.scale import (  # of pH\n    LOW,\n    HIGH as top,\n)\n", "lab/tests/scale.py": "import lab.tests.unit_test as unit, os\n", "lab/tests/unit_test.py": ""}),
			[]string{"lab/soil_test.py", "lab/tests/scale.py", "lab/tests/unit_test.py"}, "lab/soil_test.py, lab/tests/scale.py, lab/tests/unit_test.py: called like tests, but imported | main.py"},
		{"below src", lab(files{"main.py": "", "src/field/__init__.py": "import importlib; importlib.import_module('field.wind_test')\n", "src/field/wind_test.py": ""}),
			[]string{"src/field/wind_test.py"}, "src/field/wind_test.py: called like tests, but imported | src/field/__init__.py"},
		{"in the folder of the server", lab(files{"main.py": "", "Procfile": "web: gunicorn --chdir site shop.web:app\n", "site/shop/web.py": "from shop.ph_test import acid\n", "site/shop/ph_test.py": ""}),
			[]string{"site/shop/ph_test.py"}, "site/shop/ph_test.py: called like tests, but imported | site/shop/web.py"},
		{"beside a script", lab(files{"main.py": "", "tools/run.py": "import rain_test\n", "tools/rain_test.py": ""}),
			[]string{"tools/rain_test.py"}, "tools/rain_test.py: called like tests, but imported | tools/run.py"},
		{"a program that runs the tests", lab(files{"main.py": "", "check.py": "import unittest\nfrom tests import test_lab\n"}), nil, ""},
		{"no import", lab(files{"main.py": "# from lab.soil_test import acid\ntext = 'import lab.soil_test'\n"}), nil, ""},
		{"the key exclude in place of the tests", lab(files{"": `exclude = ["tests"]`}), []string{"lab/soil_test.py"}, ""},
		{"the key include", lab(files{"": `include = ["main.py"]`}), nil, ""},
		{"a file that the command names", lab(files{"main.py": "", "setup.cfg": "", "tox.ini": "", "Procfile": "web: gunicorn --log-config=setup.cfg app:app\nrelease: python tests/fill.py\n", "tests/fill.py": ""}),
			[]string{"setup.cfg", "tests/fill.py"}, "setup.cfg, tests/fill.py | the command, which names it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			shipped, err := source.New(test.source.fs()).Prod(plan.Shipping())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, file := range shipped {
				if source.LikeTest(file) || source.ForBuild(file) {
					got = append(got, file)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
			if got := decision(plan, "ships"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
		})
	}
}

func TestNamedFilesThatDoNotShip(t *testing.T) {
	t.Parallel()
	var want []string
	for _, file := range []string{".aws/login", ".env", "setup.cfg", "tests/.env"} {
		want = append(want, fmt.Sprintf("the command names %s, which is not in the image: that lacks what .dockerignore, include or exclude leave out, and what may be secret unless include names it", file))
	}
	plan := read(t, tested(app(files{"setup.cfg": "", ".env": "", ".aws/login": "", ".dockerignore": "*.cfg\n", "Procfile": "web: gunicorn -c setup.cfg --env-file=.env app:app .aws/login tests/.env\n", "tests/.env": ""})))
	if diff := cmp.Diff(want, plan.Warnings); diff != "" || len(plan.Keep) > 0 {
		t.Errorf("kept are %q, and warnings differ (-want +got):\n%s", plan.Keep, diff)
	}
}
