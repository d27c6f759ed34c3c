package plan

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
)

// productionServer starts the app's WSGI or ASGI object with a server of the
// lock.
func (r *reader) productionServer() (start, error) {
	locked := r.lockedServers()
	if len(locked) == 0 {
		return start{}, nil
	}
	if first := locked[0]; first.name == "uWSGI" {
		ini, err := r.uwsgiIni()
		if err != nil {
			return start{}, err
		}
		if ini != "" {
			return start{command: settings.Exec("uwsgi", "--ini", ini), from: fmt.Sprintf("%s, uWSGI in %s", ini, first.at.Place)}, nil
		}
	}
	objects, err := r.objects()
	if err != nil {
		return start{}, err
	}
	for _, s := range locked {
		for _, o := range objects {
			if !s.canServe(o) {
				continue
			}
			port, err := r.portFor(s.server)
			if err != nil {
				return start{}, err
			}
			r.importable(o.file)
			return start{command: s.command(o.servedBy(s.server), port), from: fmt.Sprintf("%s, %s in %s", o.from, s.name, s.at.Place), generated: true}, nil
		}
	}
	return start{}, r.noServer(locked[0], objects)
}

// portFor returns the port of the table, or of the server's own settings, or else the
// default.
func (r *reader) portFor(s server) (int, error) {
	if port := r.settings.Port; port != nil && *port > 0 {
		return *port, nil
	}
	if s.name != "gunicorn" {
		return defaultPort, nil
	}
	address, err := r.gunicornAddress()
	if err != nil || address == nil {
		return defaultPort, err
	}
	return address.port, nil
}

// noServer is the error of a web app without a matching server in the lock: a script
// would start a development server. It is nil for an app without an object or
// framework, since a script may start the server itself.
func (r *reader) noServer(s lockedServer, objects []object) error {
	f, at, isFramework := r.framework()
	switch {
	case len(objects) > 0 && objects[0].factory && slices.Contains(s.serves, objects[0].protocol):
		o := objects[0]
		_, name, _ := strings.Cut(o.target, ":")
		return s.at.Errorf("%s calls no factory, and %s (%s) is one; write app = %s() in a file %s.py, or add another server to the lock (one of %s)", s.name, o.target, o.from, name, o.protocol, factoryServers(o.protocol))
	case len(objects) > 0 && s.name != "uWSGI":
		o := objects[0]
		return s.at.Errorf("%s does not serve %s, the protocol of %s (%s); add one of %s to the lock", s.name, strings.ToUpper(string(o.protocol)), o.target, o.from, serverNames(o.protocol))
	case s.name == "uWSGI":
		return s.at.Errorf("uWSGI is in the lock, but the source has no uwsgi.ini that configures it; write it, or write in pyproject.toml: [tool.python-pipeline] command")
	case isFramework:
		return at.Errorf("%s is in the lock, but the source has no %s; write in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, f.objects, f.example)
	}
	return nil
}
