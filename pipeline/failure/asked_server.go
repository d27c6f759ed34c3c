package failure

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
)

// A server is one that tests asked and that did not answer.
type server struct{ host, port string }

// unanswered matches the texts of clients whose server does not answer or has no address, by the groups host and port;
// port is the usual one where the text has none.
var unanswered = []struct {
	pattern *regexp.Regexp
	port    string
}{
	{regexp.MustCompile(`connection to server at "(?P<host>[^"]+)"(?: \([^)]*\))?, port (?P<port>\d+) failed`), "5432"},
	{regexp.MustCompile(`(?:could not translate host name|failed to resolve host) ["'](?P<host>[^"']+)["']`), "5432"},
	{regexp.MustCompile(`Can't connect to (?:MySQL|MariaDB) server on ['"](?P<host>[^'":]+)(?::(?P<port>\d+))?['"]`), "3306"},
	{regexp.MustCompile(`Unknown (?:MySQL |MariaDB )?server host '(?P<host>[^']+)'`), "3306"},
	{regexp.MustCompile(`connecting to (?P<host>[\w.-]+):(?P<port>\d+)`), ""},
	{regexp.MustCompile(`HTTPS?Connection(?:Pool)?\(host='(?P<host>[^']+)', port=(?P<port>\d+)\): (?:Failed to|Max retries)`), ""},
	{regexp.MustCompile(`Cannot connect to host (?P<host>[^\s:]+):(?P<port>\d+)`), ""},
	{regexp.MustCompile(`Connect call failed \('(?P<host>[^']+)', (?P<port>\d+)`), ""},
	{regexp.MustCompile(`(?P<host>[\w.-]+):(?P<port>\d+)[^\n]{0,40}(?:Connection refused|Name or service not known)`), ""},
}

var (
	// noAddress matches what the system says about a server, without its name.
	noAddress = regexp.MustCompile(`gaierror|Name or service not known|Temporary failure in name resolution|ConnectionRefusedError|\[Errno 111\] Connection refused`)
	// called match the arguments of the functions that connect, as pytest shows them.
	called = []*regexp.Regexp{
		regexp.MustCompile(`host = '(?P<host>[^']+)', port = '?(?P<port>\d+)`),
		regexp.MustCompile(`address = \('(?P<host>[^']+)', (?P<port>\d+)\)`),
	}
)

// askedServer returns the server that did not answer, if the output names one.
func askedServer(output string) (asked server, found bool) {
	for _, u := range unanswered {
		if asked, found := findServer(u.pattern, output, u.port); found {
			return asked, true
		}
	}
	if noAddress.MatchString(output) {
		for _, pattern := range called {
			if asked, found := findServer(pattern, output, ""); found {
				return asked, true
			}
		}
	}
	return server{}, false
}

func findServer(pattern *regexp.Regexp, output, port string) (asked server, found bool) {
	for _, match := range pattern.FindAllStringSubmatch(output, -1) {
		asked := server{port: port}
		for i, name := range pattern.SubexpNames() {
			switch {
			case match[i] == "":
			case name == "host":
				asked.host = match[i]
			case name == "port":
				asked.port = match[i]
			}
		}
		// A line of a traceback has a file and a line in this form.
		if !strings.HasSuffix(asked.host, ".py") {
			return asked, true
		}
	}
	return server{}, false
}

// usual are the servers that listen on a port, with the key services that runs one and where it is then.
var usual = map[string]struct{ name, table, address string }{
	"5432": {"postgres", "postgres = {}", "postgres:5432, and sets DATABASE_URL"},
	"1025": {"mailhog", "mailhog = {}", "mailhog:1025"},
	"25":   {"mailhog", "mailhog = {}", "mailhog:1025"},
	"587":  {"mailhog", "mailhog = {}", "mailhog:1025"},
}

// advice says what runs such a server beside the tests, if a service can be one. The names are those of the services
// that run.
func (s server) advice(names []string) string {
	asked := fmt.Sprintf("the tests asked %s, which does not answer: ", net.JoinHostPort(s.host, s.port))
	u, isUsual := usual[s.port]
	switch {
	case isUsual && slices.Contains(names, u.name):
		return asked + fmt.Sprintf("services.%s is at %s; let the tests take the address from there, or set it in the key test-env", u.name, u.address)
	case isUsual && s.isNear():
		return asked + fmt.Sprintf("services = { %s } runs one beside them at %s", u.table, u.address)
	case s.isNear():
		return asked + "beside them run the servers of the key services, and no other; let the tests start it, replace it by a fake, or leave it out with the key test-command"
	}
	return asked + "tests have the network of the engine and no other; replace the server by a fake, or leave these tests out with the key test-command, such as test-command = \"python -m pytest -m 'not network'\""
}

// isNear reports whether a server is on the machine of the tests, or beside it by a name of one word, as in a compose file.
func (s server) isNear() bool {
	ip := net.ParseIP(s.host)
	return ip.IsLoopback() || ip.IsUnspecified() || !strings.ContainsAny(s.host, ".:") || s.host == "host.docker.internal"
}
