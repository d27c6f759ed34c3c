package composefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"

	"python-pipeline/ci/apptest"
)

func TestPostgres(t *testing.T) {
	t.Parallel()
	project := load(t, shop())
	server := project.Services["postgres"]
	if server.Image != "postgres:15-bookworm" || server.Restart != "unless-stopped" || len(server.Ports) > 0 || len(server.Configs) > 0 {
		t.Errorf("got %+v", server)
	}
	if name, password := *server.Environment["POSTGRES_DB"], *server.Environment["POSTGRES_PASSWORD"]; name != "shop" || password != "pw1" {
		t.Errorf("database %s, password %s", name, password)
	}
	if got := *project.Services["shop"].Environment["DATABASE_URL"]; got != "postgresql://postgres:pw1@postgres:5432/shop" {
		t.Errorf("the app gets %s", got)
	}
	if test := server.HealthCheck.Test; test[1] != "pg_isready" || !slices.Contains(test, "--dbname=shop") || !slices.Contains(test, "--host=127.0.0.1") {
		t.Errorf("health check: %v", test)
	}
}

// Nobody's password is that of the file.
func TestPostgresWithoutAPassword(t *testing.T) {
	t.Parallel()
	_, err := apptest.ParseCompose(t, render(t, shop()), map[string]string{"SECRET_KEY": "key"})
	if err == nil || !strings.Contains(err.Error(), "POSTGRES_PASSWORD") || !strings.Contains(err.Error(), "set a password") {
		t.Errorf("got %v", err)
	}
}

// The official image has its data elsewhere from version 18 on.
func TestFolderOfPostgres(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"9.6": "/var/lib/postgresql/data", "15": "/var/lib/postgresql/data", "17.5": "/var/lib/postgresql/data",
		"18": "/var/lib/postgresql", "18.1": "/var/lib/postgresql", "100": "/var/lib/postgresql",
	} {
		app := shop()
		app.Postgres.Version = version
		volumes := load(t, app).Services["postgres"].Volumes
		if len(volumes) != 1 || volumes[0].Source != "postgres-data" || volumes[0].Target != want || volumes[0].Type != types.VolumeTypeVolume {
			t.Errorf("%s: got %+v, want %s", version, volumes, want)
		}
	}
}

func TestSeveralDatabases(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Postgres.Databases = []string{"shop", "order", "archive"}
	app.Postgres.Script = "CREATE DATABASE \"order\";\nCREATE DATABASE \"arch$ive\";\n"
	project := load(t, app)
	server := project.Services["postgres"]
	if len(server.Configs) != 1 || server.Configs[0].Target != "/docker-entrypoint-initdb.d/databases.sql" {
		t.Fatalf("configs: %+v", server.Configs)
	}
	if got := project.Configs[server.Configs[0].Source].Content; got != app.Postgres.Script {
		t.Errorf("the server runs %q", got)
	}
	if got := *server.Environment["POSTGRES_DB"]; got != "shop" {
		t.Errorf("the image creates %s", got)
	}
}

// Its page shows every mail, and has no login.
func TestMailhog(t *testing.T) {
	t.Parallel()
	server := load(t, shop()).Services["mailhog"]
	if server.Image != "mailhog/mailhog:v1.0.1" || len(server.Volumes) > 0 {
		t.Errorf("got %+v", server)
	}
	if len(server.Ports) != 1 || server.Ports[0].HostIP != "127.0.0.1" || server.Ports[0].Published != "8025" || server.Ports[0].Target != 8025 {
		t.Errorf("ports: %+v", server.Ports)
	}
}
