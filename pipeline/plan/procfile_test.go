package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

func TestReleaseAtEachStart(t *testing.T) {
	t.Parallel()
	const advice = "; to run it once for a release, write in pyproject.toml: [tool.python-pipeline] "
	for web, want := range map[string]string{
		"python manage.py migrate && gunicorn app":                    `runs python manage.py migrate each time that it starts` + advice + `release = "python manage.py migrate" and command = "gunicorn app"`,
		"flask db upgrade; manage.py collectstatic && A=1 gunicorn a": `runs flask db upgrade each time that it starts` + advice + `release = "flask db upgrade" and command = "A=1 gunicorn a"`,
		"sleep 1; gunicorn app":                                       "",
		"cd src && python manage.py migrate && gunicorn app":          "",
		"python manage.py migrate || true && gunicorn upgrade":        "",
	} {
		var warnings []string
		if want != "" {
			warnings = []string{"Procfile: line 1: web " + want}
		}
		plan := read(t, tested(app(files{"Procfile": "web: " + web + "\n", "manage.py": "", "src/manage.py": ""})))
		if diff := cmp.Diff(warnings, plan.Warnings); diff != "" {
			t.Errorf("%s: warnings differ (-want +got):\n%s", web, diff)
		}
	}
}

// The app's user cannot write what the build has collected.
func TestStaticFilesAreNotCollectedAgain(t *testing.T) {
	t.Parallel()
	collected := shop([]string{"gunicorn"}, files{"Procfile": "web: python manage.py collectstatic --noinput && gunicorn shop.wsgi\nrelease: python manage.py collectstatic --noinput; python manage.py migrate\n"})
	plan := read(t, collected)
	for what, test := range map[string]struct{ got, want settings.Command }{
		"command": {plan.Command, settings.Shell("gunicorn shop.wsgi")},
		"release": {plan.Release, settings.Shell("python manage.py migrate")},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", what, diff)
		}
	}
	collected["shop/settings.py"] = ""
	if plan := read(t, collected); plan.Command.Line != "python manage.py collectstatic --noinput && gunicorn shop.wsgi" {
		t.Errorf("the build collects nothing, and the command is %s", plan.Command)
	}
}
