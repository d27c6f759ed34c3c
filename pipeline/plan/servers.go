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

// serverElsewhere says where the lock has a server for a protocol that production does
// not get; "" where it has none.
func (r *reader) serverElsewhere(p protocol) string {
	others := lock.Set{Packages: r.lock.Others}
	for _, s := range servers {
		if !slices.Contains(s.serves, p) {
			continue
		}
		if found, ok := others.Find(s.packages...); ok {
			return fmt.Sprintf("%s is in the lock (%s), but production does not get it: name the group or the extra that has it in pyproject.toml: [tool.python-pipeline] groups or extras", s.name, found.Place)
		}
		if found, ok := r.lock.Development.Find(s.packages...); ok {
			return fmt.Sprintf("%s (%s) is among the packages of the tests alone: move it to those of production", s.name, found.Place)
		}
	}
	return ""
}

// serverOf returns the server that a command starts, if it is a known one.
func serverOf(command settings.Command) (server, bool) {
	args := programOf(command).words
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
