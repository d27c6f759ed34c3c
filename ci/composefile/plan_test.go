package composefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"

	"python-pipeline/ci/composefile"
)

func TestOfAWorker(t *testing.T) {
	t.Parallel()
	got := composefile.Of(&plan.Plan{Name: "worker", StopSignal: "SIGTERM"}, "worker:latest")
	want := composefile.App{Name: "worker", Image: "worker:latest", Environment: map[string]composefile.Value{}, ReadOnly: true, VolumeMode: settings.VolumesNone}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("apps differ (-want +got):\n%s", diff)
	}
}

func TestOfAWebApp(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{
		Name: "shop", Python: "3.13", Port: 8000, Web: true, Smoke: settings.Smoke{Path: "/health"}, StopSignal: "SIGINT", Writable: []string{"media"},
		Release: settings.Exec("python", "manage.py", "migrate"),
		Services: settings.Services{
			Postgres: &settings.Postgres{Version: "18.1", Databases: []string{"shop", "archive"}},
			Mailhog:  &settings.Mailhog{Version: "v1.0.1"},
		},
	}
	got := composefile.Of(p, "shop:latest")
	if got.ReadOnly || got.Ends || got.StopSignal != "SIGINT" || !slices.Equal(got.Ports, []int{8000}) {
		t.Errorf("got %+v", got)
	}
	if !slices.Equal(got.Release, []string{"python", "manage.py", "migrate"}) {
		t.Errorf("release: %q", got.Release)
	}
	server := composefile.Postgres{
		Image: "postgres:18.1-trixie", Version: "18.1", Databases: []string{"shop", "archive"}, Script: "CREATE DATABASE \"archive\";\n",
	}
	if diff := cmp.Diff(&server, got.Postgres); diff != "" {
		t.Errorf("servers differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&composefile.Mailhog{Image: "mailhog/mailhog:v1.0.1"}, got.Mailhog); diff != "" {
		t.Errorf("mail servers differ (-want +got):\n%s", diff)
	}
}

// The release begins as the image does.
func TestOfAnAppWithVolumes(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Name: "shop", Home: "/home/shop", Volumes: []string{"/data"}, VolumeMode: settings.VolumesEntrypoint,
		Services: settings.Services{Mailhog: &settings.Mailhog{Version: "v1.0.1", Storage: "maildir"}}}
	got := composefile.Of(p, "shop:latest")
	if !slices.Equal(got.Volumes, p.Volumes) || got.VolumeMode != settings.VolumesEntrypoint || got.Home != p.Home || !got.Mailhog.Maildir {
		t.Errorf("got %+v", got)
	}
	if want := []string{"/usr/local/bin/volume-entrypoint", "--own", "10001:10001", "--volume", "/data", "--"}; !slices.Equal(got.Entrypoint, want) {
		t.Errorf("entrypoint %q", got.Entrypoint)
	}
	p.VolumeMode = settings.VolumesNone
	if got := composefile.Of(p, "shop:latest"); len(got.Volumes) > 0 || got.VolumeMode != settings.VolumesNone {
		t.Errorf("without a volume: %+v", got)
	}
}

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		plan       plan.Plan
		says, ends string
	}{
		"over HTTP":           {plan.Plan{Port: 8000, Smoke: settings.Smoke{Path: "/health"}}, "import http.client", "8000 /health"},
		"a status of its own": {plan.Plan{Port: 8000, Smoke: settings.Smoke{Path: "/", Status: new(404)}}, "import http.client", "8000 /"},
		"an error is right":   {plan.Plan{Port: 8000, Smoke: settings.Smoke{Path: "/", Status: new(503)}}, "import socket", "8000"},
		"another protocol":    {plan.Plan{Port: 9000}, "import socket", "9000"},
		"no port":             {plan.Plan{}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(composefile.Of(&test.plan, "shop:latest").Healthcheck, " ")
			if !strings.Contains(got, test.says) || !strings.HasSuffix(got, test.ends) || (got == "") != (test.says == "") {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestOfAProgramThatEnds(t *testing.T) {
	t.Parallel()
	if got := composefile.Of(&plan.Plan{Name: "report", Smoke: settings.Smoke{Output: "0.5", Status: new(0)}}, "report:latest"); !got.Ends {
		t.Errorf("got %+v", got)
	}
}

// The pipeline's values of secrets are everybody's. The password of the app's own server is one that the server gets too.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	const password = "${POSTGRES_PASSWORD:?set a password}"
	for _, test := range []struct{ name, value, want, alone string }{ // alone: without a server; "" for the same
		{name: "ALLOWED_HOSTS", value: "localhost,127.0.0.1", want: "localhost,127.0.0.1"},
		{name: "GREETING", value: "5 $ each", want: "5 $$ each"},
		{name: "PYTHONHASHSEED", value: "postgres", want: "postgres"},
		{name: "SECRET_KEY", value: "only-for-the-pipeline", want: "${SECRET_KEY:?set it in .env}"},
		{name: "API_TOKEN", value: ""},
		{name: "TOKEN_FILE", value: "/run/secrets/token", want: "/run/secrets/token"},
		{name: "REDIS_URL", value: "redis://:pw@cache:6379/0", want: "${REDIS_URL:?set it in .env}"},
		{name: "REDIS_URL", value: "redis://:p/w@cache", want: "${REDIS_URL:?set it in .env}"},
		{name: "CACHES", value: "redis://one/0,redis://:pw@two/0", want: "${CACHES:?set it in .env}"},
		{name: "SENTRY_DSN", value: "https://key@sentry.example/1", want: "${SENTRY_DSN:?set it in .env}"},
		{name: "DSN", value: "host=db user=shop password=pw", want: "${DSN:?set it in .env}"},
		{name: "PAGE", value: "https://shop.example/", want: "https://shop.example/"},

		{name: "DATABASE_URL", value: plan.DatabaseURL("postgres:5432", "shop"), want: "postgresql://postgres:" + password + "@postgres:5432/shop", alone: "${DATABASE_URL:?set it in .env}"},
		{name: "DATABASE_URL", value: "postgresql+asyncpg://postgres:postgres@postgres/shop?ssl=$a", want: "postgresql+asyncpg://postgres:" + password + "@postgres/shop?ssl=$$a", alone: "${DATABASE_URL:?set it in .env}"},
		{name: "DATABASE_URL", value: "postgresql://postgres:postgres@postgres.example/shop", want: "${DATABASE_URL:?set it in .env}"},
		{name: "DATABASE_URL", value: "postgresql://shop:postgres@postgres/shop", want: "${DATABASE_URL:?set it in .env}"},
		{name: "DATABASES", value: "postgresql://postgres:postgres@postgres/shop,postgresql://me:pw@other/shop", want: "${DATABASES:?set it in .env}"},
		{name: "DATABASES", value: "postgresql://postgres:postgres@postgres/a,postgresql://postgres:postgres@postgres/b", want: "${DATABASES:?set it in .env}"},
		{name: "PGPASSWORD", value: "postgres", want: password, alone: "${PGPASSWORD:?set it in .env}"},
	} {
		p := &plan.Plan{RunEnv: map[string]string{test.name: test.value}}
		alone := composefile.Of(p, "shop:latest").Environment[test.name].String()
		p.Services.Postgres = &settings.Postgres{Version: "15", Databases: []string{"shop"}}
		beside := composefile.Of(p, "shop:latest").Environment[test.name].String()
		if test.alone == "" {
			test.alone = test.want
		}
		if beside != test.want || alone != test.alone {
			t.Errorf("%s=%s: got %s, and %s without a server", test.name, test.value, beside, alone)
		}
	}
}
