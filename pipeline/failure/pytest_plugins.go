package failure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// pytestPlugins have what a suite takes from the plugins that most suites use: options, and fixtures by their names.
var pytestPlugins = []struct{ name, options, fixtures string }{
	{"pytest-asyncio", "--asyncio-mode", ""},
	{"pytest-benchmark", "--benchmark", "benchmark"},
	{"pytest-cov", "--cov --no-cov", "cov"},
	{"pytest-django", "--ds --dc --reuse-db --create-db --nomigrations --no-migrations --migrations", "db transactional_db django_db_setup admin_client rf settings django_user_model client django_assert_num_queries mailoutbox"},
	{"pytest-flask", "", "client_class live_server"},
	{"pytest-forked", "--forked", ""},
	{"pytest-httpserver", "", "httpserver"},
	{"pytest-httpx", "", "httpx_mock"},
	{"pytest-mock", "", "mocker"},
	{"pytest-randomly", "--randomly-seed", ""},
	{"pytest-rerunfailures", "--reruns", ""},
	{"pytest-socket", "--disable-socket --allow-hosts", "socket_enabled"},
	{"pytest-timeout", "--timeout --timeout-method", ""},
	{"pytest-xdist", "-n --numprocesses --dist", "worker_id"},
	{"requests-mock", "", "requests_mock"},
	{"respx", "", "respx_mock"},
	{"syrupy", "--snapshot-update", "snapshot"},
}

var (
	unknownOptions = regexp.MustCompile(`error: unrecognized arguments: ([^\n]*)`)
	unknownFixture = regexp.MustCompile(`fixture '(\w+)' not found`)
	asyncTest      = regexp.MustCompile(`async def functions are not natively supported`)
)

// missingPlugins returns the advice for tests that take something from plugins of pytest that are not installed, "" for
// any other output.
func missingPlugins(output string) string {
	var plugins []string
	for _, p := range pytestPlugins {
		if slices.ContainsFunc(unknownArguments(output), func(option string) bool { return has(p.options, option) }) ||
			slices.ContainsFunc(matches([]*regexp.Regexp{unknownFixture}, output), func(fixture string) bool { return has(p.fixtures, fixture) }) {
			plugins = append(plugins, p.name)
		}
	}
	if len(plugins) == 0 && asyncTest.MatchString(output) {
		plugins = []string{"pytest-asyncio"}
	}
	if len(plugins) == 0 {
		return ""
	}
	return fmt.Sprintf("the requirements lack %s, which the tests take for granted: add what is missing to a file of dev-requirements, or to the lock's development group", strings.Join(plugins, ", "))
}

// unknownArguments returns the names of the options that pytest does not know.
func unknownArguments(output string) []string {
	var options []string
	for _, arguments := range matches([]*regexp.Regexp{unknownOptions}, output) {
		for _, argument := range strings.Fields(arguments) {
			option, _, _ := strings.Cut(argument, "=")
			// The value of a short option may follow it at once.
			if strings.HasPrefix(option, "-n") && !strings.HasPrefix(option, "--") {
				option = "-n"
			}
			options = append(options, option)
		}
	}
	return options
}

// has reports whether a text of names, separated by blanks, has a name.
func has(names, name string) bool { return slices.Contains(strings.Fields(names), name) }
