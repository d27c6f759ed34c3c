package failure

import "testing"

func TestMissingPlugins(t *testing.T) {
	t.Parallel()
	const lack, add = "the requirements lack ", ", which the tests take for granted: add what is missing to a file of dev-requirements, or to the lock's development group"
	for name, test := range map[string]struct{ output, want string }{
		"options":          {"python -m pytest: error: unrecognized arguments: --cov=app --cov-report=term -n auto\n  inifile: /app/pytest.ini", lack + "pytest-cov, pytest-xdist" + add},
		"a short option":   {"error: unrecognized arguments: -n4", lack + "pytest-xdist" + add},
		"a fixture":        {"E       fixture 'mocker' not found\n>       available fixtures: cache, capfd", lack + "pytest-mock" + add},
		"a coroutine":      {"async def functions are not natively supported.\nYou need to install a suitable plugin", lack + "pytest-asyncio" + add},
		"unknown to all":   {"error: unrecognized arguments: --turbo", ""},
		"their own":        {"E       fixture 'shop' not found", ""},
		"a fixture is set": {"mocker = <MockerFixture>", ""},
	} {
		if got := missingPlugins(test.output); got != test.want {
			t.Errorf("%s: advice %q, want %q", name, got, test.want)
		}
	}
}
