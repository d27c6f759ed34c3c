//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dagger/python-pipeline/report"
)

// readReport reads what the module wrote of an app.
func readReport(t *testing.T, r result, app string) report.Report {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.dist, app, report.File))
	if err != nil {
		t.Fatal(err)
	}
	var read report.Report
	if err := json.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// Several databases are there before the tests begin, whatever their names mean
// in SQL, and what tests write there smoke does not see.
func TestSeveralDatabases(t *testing.T) {
	t.Parallel()
	ci(t, nil, django(t, "databases",
		replace("pyproject.toml", `databases = ["calculations"]`, `databases = ["calculations", "order"]`),
		alone("test_databases.py", `
import os

import psycopg
import pytest


@pytest.mark.parametrize("name", ["calculations", "order"])
def test_database(name):
    address = os.environ["DATABASE_URL"].replace("/calculations", f"/{name}")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE calculations_calculation (id int)")
        assert connection.execute("SELECT current_database()").fetchone() == (name,)
`))).mustPass(t)
}

// What stops a Django app says what it is, and nothing is published.
func TestDjangoThatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(string) error
		step   string
		says   []string
	}{
		"failing-test": {alone("test_api.py", `
from django.test import TestCase

from calculations.models import Calculation


class Wrong(TestCase):
    def test_kept(self):
        Calculation.objects.create(expression="6 * 7", result="54")
        self.assertEqual(Calculation.objects.get().result, "42")
`), "test", []string{"1 of 1 tests failed", "Wrong", "test_kept", "AssertionError: '54' != '42'"}},
		// The server is really stopped, while the tests run.
		"database-goes-down": {alone("test_down.py", `
import os

import psycopg
import pytest


@pytest.fixture(scope="session", autouse=True)
def down():
    with pytest.raises(psycopg.OperationalError), psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("COPY (SELECT 1) TO PROGRAM 'pg_ctl stop --mode=immediate --no-wait'")
        while True:
            connection.execute("SELECT 1")


def test_kept(db):
    pass
`), "test", []string{"test: postgres ended while it was in use"}},
		"no-such-postgres": {replace("pyproject.toml", "postgres = {", `postgres = { version = "9.1",`),
			"", []string{"postgres:9.1-bookworm: the image cannot be pulled"}},
		"unknown-service": {replace("pyproject.toml", `mailhog = {`, `mailhogg = {`),
			"plan", []string{`unknown service "mailhogg"; known are postgres, mailhog; did you mean "services.mailhog"?`}},
		"failing-release": {all(replace("pyproject.toml", "migrate --noinput", "migrate --noinputt"), fewTests),
			"smoke", []string{"its release command ended with exit status 2", "--noinputt"}},
		// Tests have a library that the image lacks, as it happens when a stage
		// for tests grows: only a start shows it.
		"missing-library": {all(replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\napt-test = [\"libmagic1\"]"),
			appendTo("server/wsgi.py", "\nimport ctypes\n\nctypes.CDLL(\"libmagic.so.1\")\n"), fewTests),
			"smoke", []string{"before it answered", "OSError: libmagic.so.1: cannot open shared object file", "the key apt-run"}},
		// Tests and server have the same environment: one run tells of both.
		"missing-variable": {all(replace("pyproject.toml", `ALLOWED_HOSTS = "localhost,127.0.0.1"`, ""), fewTests),
			"test, smoke", []string{"1 of 1 tests failed", "before it answered", "ALLOWED_HOSTS: not in the environment", "the key run-env"}},
		"hash-missing": {changeLock(func(lock *lockFile) { delete(lock.Default["asgiref"], "hashes") }),
			"plan", []string{"Pipfile.lock: line 19: asgiref has no hash", "run pipenv lock"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ci(t, nil, django(t, name, c.change)).mustFail(t, c.says...)
			if failed := failedAt(r.app(t, name)); c.step != "" && failed != c.step {
				t.Errorf("it failed at %s, not at %s:\n%s", failed, c.step, r.output)
			}
			if strings.Contains(r.output, "goroutine ") {
				t.Errorf("a stack trace is no explanation:\n%s", r.output)
			}
			mustNotBePublished(t, name)
		})
	}
}

// fewTests leaves a test that says little, where tests are not what is looked
// at.
func fewTests(folder string) error {
	return alone("test_wsgi.py", "def test_wsgi():\n    import server.wsgi\n")(folder)
}

// With two files that could say what is installed the order decides, and the
// plan says which one it was.
func TestTwoLocks(t *testing.T) {
	t.Parallel()
	folder := django(t, "two-locks", write("requirements.txt", "django\n"))
	r := ci(t, nil, "plan", folder)
	if r.code != 0 || !strings.Contains(r.output, "Pipfile.lock (not read: requirements files)") {
		t.Errorf("exit status %d:\n%s", r.code, r.output)
	}
}
