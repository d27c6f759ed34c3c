package composefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/composefile"
)

// set are the variables of the user who starts the services.
var set = map[string]string{"POSTGRES_PASSWORD": "pw1", "SECRET_KEY": "k$y"}

// load loads the file of an app as Docker Compose does.
func load(t *testing.T, a composefile.App) *types.Project {
	t.Helper()
	return apptest.LoadCompose(t, render(t, a), set)
}

func render(t *testing.T, a composefile.App) []byte {
	t.Helper()
	file, err := composefile.Render(a)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// shop is a web app with all services and a release.
func shop() composefile.App {
	return composefile.App{
		Name: "shop", Image: "ghcr.io/acme/shop:1.2.3", Release: []string{"python", "manage.py", "migrate"},
		Environment: map[string]composefile.Value{
			"DATABASE_URL": slices.Concat(composefile.Literal("postgresql://postgres:"), composefile.PostgresPassword(), composefile.Literal("@postgres:5432/shop")),
			"SECRET_KEY":   composefile.Required("SECRET_KEY", "set it in .env"),
			"EMAIL_PORT":   composefile.Literal("1025"),
		},
		Ports: []int{8000}, Healthcheck: []string{"python", "-c", "import app"}, ReadOnly: true, Home: "/home/shop",
		Postgres: &composefile.Postgres{Image: "postgres:15-bookworm", Version: "15", Databases: []string{"shop"}},
		Mailhog:  &composefile.Mailhog{Image: "mailhog/mailhog:v1.0.1"},
	}
}

func TestAppAlone(t *testing.T) {
	t.Parallel()
	project := load(t, composefile.App{Name: "worker", Image: "worker:latest", StopSignal: "SIGINT"})
	worker := project.Services["worker"]
	if project.Name != "worker" || len(project.Services) != 1 || len(project.Volumes) > 0 {
		t.Errorf("project %s has %v, volumes %v", project.Name, project.ServiceNames(), project.Volumes)
	}
	if worker.Image != "worker:latest" || worker.Restart != "unless-stopped" || worker.StopSignal != "SIGINT" || worker.ReadOnly {
		t.Errorf("got %+v", worker)
	}
	if !slices.Equal(worker.CapDrop, []string{"ALL"}) || !slices.Equal(worker.SecurityOpt, []string{"no-new-privileges:true"}) {
		t.Errorf("it may have capabilities: %v, %v", worker.CapDrop, worker.SecurityOpt)
	}
	if len(worker.Ports) > 0 || len(worker.DependsOn) > 0 || worker.HealthCheck != nil || len(worker.Entrypoint) > 0 {
		t.Errorf("got %+v", worker)
	}
}

// An app that is a program with an end is not started again and again.
func TestAppThatEnds(t *testing.T) {
	t.Parallel()
	project := load(t, composefile.App{Name: "report", Image: "report:latest", Ends: true})
	if got := project.Services["report"].Restart; got != "on-failure" {
		t.Errorf("restart: %s", got)
	}
}

func TestWebApp(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Release, app.Postgres, app.Mailhog = nil, nil, nil
	web := load(t, app).Services["shop"]
	if len(web.Ports) != 1 || web.Ports[0].Published != "8000" || web.Ports[0].Target != 8000 || web.Ports[0].HostIP != "" {
		t.Errorf("ports: %+v", web.Ports)
	}
	if want := (types.HealthCheckTest{"CMD", "python", "-c", "import app"}); !slices.Equal(web.HealthCheck.Test, want) {
		t.Errorf("health check: %v", web.HealthCheck.Test)
	}
	if !web.ReadOnly || !slices.Equal(web.Tmpfs, []string{"/tmp", "/home/shop:uid=10001,gid=0,mode=2775"}) || len(web.DependsOn) > 0 {
		t.Errorf("got %+v", web)
	}
}

// The services start first, then the release, then the app.
func TestOrderOfTheStart(t *testing.T) {
	t.Parallel()
	project := load(t, shop())
	for service, want := range map[string]map[string]string{
		"shop":         {"postgres": "service_healthy", "mailhog": "service_started", "shop-release": "service_completed_successfully"},
		"shop-release": {"postgres": "service_healthy", "mailhog": "service_started"},
		"postgres":     {},
		"mailhog":      {},
	} {
		got := map[string]string{}
		for name, dependency := range project.Services[service].DependsOn {
			got[name] = dependency.Condition
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s waits for others (-want +got):\n%s", service, diff)
		}
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Entrypoint = []string{"/usr/local/bin/entrypoint", "--"}
	app.Volumes, app.VolumeMode = []string{"/data"}, settings.VolumesEntrypoint
	project := load(t, app)
	web, release := project.Services["shop"], project.Services["shop-release"]
	if want := (types.ShellCommand{"/usr/local/bin/entrypoint", "--", "python", "manage.py", "migrate"}); !slices.Equal(release.Entrypoint, want) {
		t.Errorf("it runs %q", release.Entrypoint)
	}
	if release.Restart != "no" || len(release.Ports) > 0 || release.HealthCheck != nil {
		t.Errorf("got %+v", release)
	}
	type common struct {
		Image       string
		Environment types.MappingWithEquals
		Volumes     []types.ServiceVolumeConfig
		CapAdd      []string
		ReadOnly    bool
	}
	of := func(s types.ServiceConfig) common {
		return common{s.Image, s.Environment, s.Volumes, s.CapAdd, s.ReadOnly}
	}
	if diff := cmp.Diff(of(web), of(release)); diff != "" || len(web.Volumes) != 1 {
		t.Errorf("the app and its release differ (-app +release):\n%s", diff)
	}
}

// A further process has the image, the variables and the data of the app, and starts when its profile is asked for.
func TestProcesses(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Entrypoint = []string{"/usr/local/bin/entrypoint", "--"}
	app.Processes = map[string][]string{"worker": {"/bin/sh", "-c", "exec python work.py --for $HOST"}, "Clock_2": {"python", "clock.py"}}
	for _, release := range [][]string{app.Release, nil} {
		app.Release = release
		project := load(t, app)
		if _, starts := project.Services["shop-worker"]; starts {
			t.Errorf("the worker starts with the app, of %v", project.ServiceNames())
		}
		with, err := project.WithProfiles([]string{"shop-worker", "shop-Clock_2"})
		if err != nil {
			t.Fatal(err)
		}
		web, worker := with.Services["shop"], with.Services["shop-worker"]
		if want := (types.ShellCommand{"/usr/local/bin/entrypoint", "--", "/bin/sh", "-c", "exec python work.py --for $HOST"}); !slices.Equal(worker.Entrypoint, want) {
			t.Errorf("it runs %q", worker.Entrypoint)
		}
		if worker.Image != web.Image || len(worker.Environment) != len(web.Environment) || len(worker.Ports) > 0 || worker.HealthCheck != nil || !worker.ReadOnly {
			t.Errorf("got %+v", worker)
		}
		if diff := cmp.Diff(web.DependsOn, worker.DependsOn); diff != "" {
			t.Errorf("the app and its worker wait for others (-app +worker):\n%s", diff)
		}
		if with.Services["shop-Clock_2"].Image != web.Image {
			t.Errorf("got %v", with.ServiceNames())
		}
	}
	if text := string(render(t, app)); !strings.Contains(text, "\n# With another process (Clock_2, worker) of the app: docker compose --profile shop-Clock_2 up\n") {
		t.Errorf("the first lines do not say how a process is started:\n%s", text)
	}
}

// A dot cannot be in the name of a project, and two services cannot have one name.
func TestNames(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Name = "shop.api"
	if project := load(t, app); project.Name != "shop-api" || project.Services["shop.api"].Image != app.Image {
		t.Errorf("got %s with %v", project.Name, project.ServiceNames())
	}
	for _, name := range []string{"postgres", "mailhog"} {
		app.Name = name
		if project := load(t, app); project.Services[name+"-app"].Image != app.Image || len(project.Services) != 4 {
			t.Errorf("got %v", project.ServiceNames())
		}
	}
	app.Postgres = nil
	app.Name = "postgres"
	if project := load(t, app); project.Services["postgres"].Image != app.Image {
		t.Errorf("got %v", project.ServiceNames())
	}
}

// Mails are kept where the image's user may write a new volume.
func TestMaildir(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Mailhog.Maildir = true
	project := load(t, app)
	server := project.Services["mailhog"]
	if len(server.Volumes) != 1 || server.Volumes[0].Target != "/home/mailhog" || project.Volumes[server.Volumes[0].Source].Name == "" {
		t.Errorf("volumes: %+v of %v", server.Volumes, project.Volumes)
	}
	if folder := server.Environment["MH_MAILDIR_PATH"]; *server.Environment["MH_STORAGE"] != "maildir" || *folder != "/home/mailhog/mails" {
		t.Errorf("mails are at %s", *folder)
	}
}

func TestVolumes(t *testing.T) {
	t.Parallel()
	for mode, test := range map[string]struct {
		volumes []string
		added   []string
		comment string
	}{
		settings.VolumesNone:       {},
		settings.VolumesOwned:      {volumes: []string{"shop-data:/data", "shop-srv-m-dia:/srv/mä dia", "shop-srv-m-dia-2:/srv/m$dia"}},
		settings.VolumesEntrypoint: {volumes: []string{"shop-data:/data", "shop-srv-m-dia:/srv/mä dia", "shop-srv-m-dia-2:/srv/m$dia"}, added: []string{"CHOWN", "DAC_READ_SEARCH", "SETUID", "SETGID"}},
		settings.VolumesRoot:       {volumes: []string{"shop-data:/data", "shop-srv-m-dia:/srv/mä dia", "shop-srv-m-dia-2:/srv/m$dia"}, added: []string{"DAC_OVERRIDE"}, comment: "# The app runs as root, and"},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			app := composefile.App{Name: "shop", Image: "shop:latest", VolumeMode: mode, Volumes: []string{"/data", "/srv/mä dia", "/srv/m$dia"}}
			project := load(t, app)
			web := project.Services["shop"]
			var mounted []string
			for _, v := range web.Volumes {
				mounted = append(mounted, v.Source+":"+v.Target)
				if _, named := project.Volumes[v.Source]; !named || v.Type != types.VolumeTypeVolume {
					t.Errorf("%+v is not a volume of the project", v)
				}
			}
			if diff := cmp.Diff(test.volumes, mounted); diff != "" || len(project.Volumes) != len(test.volumes) {
				t.Errorf("volumes differ (-want +got):\n%s", diff)
			}
			if !slices.Equal(web.CapDrop, []string{"ALL"}) || !slices.Equal(web.CapAdd, test.added) {
				t.Errorf("capabilities: without %v, with %v", web.CapDrop, web.CapAdd)
			}
			if file := string(render(t, app)); strings.Contains(file, "runs as root") != (test.comment != "") || !strings.Contains(file, test.comment) {
				t.Errorf("the comment is wrong:\n%s", file)
			}
		})
	}
}
