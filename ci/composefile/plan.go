package composefile

import (
	"cmp"
	"strconv"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
)

// Of returns what the compose file says of the app with this plan, whose image has this reference.
func Of(p *plan.Plan, image string) App {
	a := App{
		Name: p.Name, Image: image, Release: p.Release.Args(), Environment: environment(p), Healthcheck: check(p),
		Ends: p.Smoke.Ends(), ReadOnly: len(p.Writable) == 0,
		Entrypoint: p.Start(nil), Volumes: p.Mounts(), VolumeMode: cmp.Or(p.VolumeMode, settings.VolumesNone), Home: p.Home,
	}
	for name, command := range p.Processes {
		if a.Processes == nil {
			a.Processes = map[string][]string{}
		}
		a.Processes[name] = command.Args()
	}
	if p.Port > 0 {
		a.Ports = []int{p.Port}
	}
	if p.StopSignal != "SIGTERM" {
		a.StopSignal = p.StopSignal
	}
	if server := p.Services.Postgres; server != nil {
		a.Postgres = &Postgres{Image: p.PostgresImage(), Version: server.Version, Databases: server.Databases, Script: server.Script()}
	}
	if p.Services.Mailhog != nil {
		a.Mailhog = &Mailhog{Image: p.MailhogImage(), Maildir: p.Services.Mailhog.Storage == settings.MailhogMaildir}
	}
	return a
}

// The checks run by the image's Python alone, without a module of the app.
const (
	requestPath = "import http.client, sys; c = http.client.HTTPConnection('localhost', int(sys.argv[1]), timeout=5); " +
		"c.request('GET', sys.argv[2]); sys.exit(c.getresponse().status >= 500)"
	connectToPort = "import socket, sys; socket.create_connection(('localhost', int(sys.argv[1])), 5)"
)

// check returns the health check of an app: the first request of its smoke check, which any answer below 500 passes, as one
// about a host that is not allowed does. An app that speaks no HTTP, or is to answer with an error, has to listen.
func check(p *plan.Plan) []string {
	port := strconv.Itoa(p.Port)
	switch status := p.Smoke.Status; {
	case p.Port == 0:
		return nil
	case p.Smoke.Path != "" && (status == nil || *status < 500):
		return []string{"python", "-I", "-c", requestPath, port, p.Smoke.Path}
	}
	return []string{"python", "-I", "-c", connectToPort, port}
}
