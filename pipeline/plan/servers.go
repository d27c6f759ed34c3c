package plan

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/settings"
)

// defaultPort is the port of a web app without any other.
const defaultPort = 8000

// server is a production server.
type server struct {
	name     string // in messages
	packages []string
	program  string
	serves   []protocol
	// args start it: {object} is module:object. None for uWSGI, which has a file for
	// that.
	args []string
	// call are the arguments in place of {object} where that is a factory, which the
	// server has to call; none for a server that calls no factory.
	call []string
}

// servers are all servers, in the order in which the lock is searched for them.
var servers = []server{
	{"uWSGI", []string{"uwsgi", "pyuwsgi"}, "uwsgi", []protocol{wsgi}, nil, nil},
	{"gunicorn", []string{"gunicorn"}, "gunicorn", []protocol{wsgi}, []string{"gunicorn", "--bind", "0.0.0.0:{port}", "{object}"}, []string{"{object}()"}},
	{"waitress", []string{"waitress"}, "waitress-serve", []protocol{wsgi}, []string{"waitress-serve", "--listen", "0.0.0.0:{port}", "{object}"}, []string{"--call", "{object}"}},
	{"uvicorn", []string{"uvicorn"}, "uvicorn", []protocol{asgi}, []string{"uvicorn", "--host", "0.0.0.0", "--port", "{port}", "{object}"}, []string{"--factory", "{object}"}},
	{"hypercorn", []string{"hypercorn"}, "hypercorn", []protocol{asgi}, []string{"hypercorn", "--bind", "0.0.0.0:{port}", "{object}"}, []string{"{object}()"}},
	{"granian", []string{"granian"}, "granian", []protocol{wsgi, asgi}, []string{"granian", "--interface", "{protocol}", "--host", "0.0.0.0", "--port", "{port}", "{object}"}, []string{"--factory", "{object}"}},
	{"daphne", []string{"daphne"}, "daphne", []protocol{asgi}, []string{"daphne", "-b", "0.0.0.0", "-p", "{port}", "{object}"}, nil},
}

// canServe reports whether the server can start an object from its command line.
func (s server) canServe(o object) bool {
	return s.args != nil && (o.protocol == "" || slices.Contains(s.serves, o.protocol)) && (!o.factory || s.call != nil)
}

// serverNames lists the servers for a protocol, for an error.
func serverNames(p protocol) string {
	var names []string
	for _, s := range servers {
		if slices.Contains(s.serves, p) {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ", ")
}

// factoryServers lists the servers of a protocol that call a factory, for an error.
func factoryServers(p protocol) string {
	var names []string
	for _, s := range servers {
		if s.canServe(object{protocol: p, factory: true}) {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ", ")
}

// command returns the command that starts an object on a port.
func (s server) command(o object, port int) settings.Command {
	fill := strings.NewReplacer("{object}", o.target, "{port}", strconv.Itoa(port), "{protocol}", string(o.protocol))
	args := slices.Clone(s.args)
	if o.factory {
		args = append(args[:len(args)-1], s.call...)
	}
	for i, arg := range args {
		args[i] = fill.Replace(arg)
	}
	return settings.Exec(args...)
}

// lockedServer is a server with its line in the lock.
type lockedServer struct {
	server
	at lock.Requirement
}

func (r *reader) lockedServers() []lockedServer {
	var found []lockedServer
	for _, s := range servers {
		if p, ok := r.lock.Production.Find(s.packages...); ok {
			found = append(found, lockedServer{s, p})
		}
	}
	return found
}

// serverOf returns the server that a command starts, if it is a known one.
func serverOf(command settings.Command) (server, bool) {
	args := command.Words()
	if len(args) > 2 && strings.HasPrefix(path.Base(args[0]), "python") && args[1] == "-m" {
		args = args[2:]
	}
	if len(args) == 0 {
		return server{}, false
	}
	program := path.Base(args[0])
	i := slices.IndexFunc(servers, func(s server) bool { return s.program == program || slices.Contains(s.packages, program) })
	if i < 0 {
		return server{}, false
	}
	return servers[i], true
}

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
