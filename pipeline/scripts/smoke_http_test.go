package scripts

import (
	"context"
	"encoding/json"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// server answers at its paths in the ways that apps do, and stops when asked.
const server = `
import http.server, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit())

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/dripping-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.wfile.write(b"x")
                time.sleep(0.02)
        status = 500 if self.path == "/broken" else 200
        self.send_response(status)
        getattr(self, self.path[1:])()

    def head(self, **headers):
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def health(self):
        self.head(Content_Length="12")
        self.wfile.write(b'{"ok": true}')

    def chunked(self):
        self.head(Transfer_Encoding="chunked")
        for part in (b'{"ok": ', b"true}", b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

    def closing(self):
        self.head(Connection="close")
        self.wfile.write(b'{"ok": true}')
        self.close_connection = True

    def dribble(self):
        self.head(Connection="close")
        while True:
            self.wfile.write(b"data: x\n\n")
            time.sleep(0.02)

    def flood(self):
        self.head(Connection="close")
        while True:
            self.wfile.write(b"x" * 65536)

    def broken(self):
        self.head(Content_Length="8")
        self.wfile.write(b"no table")

    def log_message(self, *arguments):
        pass

class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    def handle_error(self, *arguments):
        pass

Server(("0.0.0.0", int(sys.argv[1])), Handler).serve_forever()
`

func TestSmokeAsks(t *testing.T) {
	t.Parallel()
	type request struct {
		Path    string            `json:"path"`
		Headers map[string]string `json:"headers"`
		Status  *int              `json:"status"`
		JSON    map[string]any    `json:"json"`
	}
	ok := map[string]any{"ok": true}
	for name, test := range map[string]struct {
		asked   []request
		timeout float64
		problem string // what it begins with, behind the address
	}{
		"JSON on a connection that stays open": {[]request{{Path: "/health", JSON: ok}}, 600, ""},
		"JSON in parts":                        {[]request{{Path: "/chunked", JSON: ok}}, 600, ""},
		"JSON and the end of the connection":   {[]request{{Path: "/closing", JSON: ok}}, 600, ""},
		"a stream without end, then more":      {[]request{{Path: "/dribble"}, {Path: "/health", JSON: ok}}, 600, ""},
		"a stream that should be JSON":         {[]request{{Path: "/dribble", JSON: ok}}, 3, "/dribble did not answer with JSON: data: x"},
		"headers without end":                  {[]request{{Path: "/dripping-head"}}, 3, "/dripping-head within 3 s"},
		"more than anybody reads":              {[]request{{Path: "/flood", JSON: ok}}, 600, "/flood did not answer with JSON: xxx"},
		"an error":                             {[]request{{Path: "/broken"}}, 600, "/broken answered 500, not below 500: no table"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, port := asked(t, server, map[string]any{"requests": test.asked, "timeout": test.timeout})
			_, problem, _ := strings.Cut(got.Problem, ":"+port)
			if got.OK != (test.problem == "") || !strings.HasPrefix(problem, test.problem) {
				t.Errorf("ok %t, problem %q; want %q", got.OK, got.Problem, test.problem)
			}
		})
	}
}

// A server that ends at once may be seen to listen, and then at no address any
// more. That is not the fault of its address.
func TestSmokeTellsAnEndFromLoopback(t *testing.T) {
	t.Parallel()
	const endsAtTheFirstConnection = `
import os, socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
listener.accept()
os._exit(3)
`
	got, _ := asked(t, endsAtTheFirstConnection, map[string]any{"requests": []map[string]any{{"path": "/", "status": nil, "headers": nil, "json": nil}}, "timeout": 600})
	if got.Cause != "status" || got.Problem != "it ended with exit status 3 before it answered" {
		t.Errorf("cause %q, problem %q", got.Cause, got.Problem)
	}
}

// asked returns what smoke.py says about a server, whose argument is its port.
func asked(t *testing.T, server string, check map[string]any) (answer, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	check["command"], check["port"] = []string{python(), "-c", server, port}, listener.Addr().(*net.TCPAddr).Port
	check["stop"], check["output"] = "SIGTERM", ""
	argument, err := json.Marshal(check)
	if err != nil {
		t.Fatal(err)
	}
	// What may be a stream without end is not read to the end of the check's own time.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, _ := exec.CommandContext(ctx, python(), "-I", "-c", Smoke.Text, string(argument)).Output()
	var got answer
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return got, port
}

// Why a release command hangs stands in its output.
func TestSmokeShowsAReleaseThatHangs(t *testing.T) {
	t.Parallel()
	const check = `{"release": ["sh", "-c", "echo waiting for the database; exec sleep 60"], "command": ["true"], "requests": null, "status": 0, "output": "", "timeout": 0.5}`
	out, _ := exec.Command(python(), "-I", "-c", Smoke.Text, check).Output()
	var got answer
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if got.Cause != "release-timeout" || got.Problem != "its release command did not end within 0.5 s, the time of smoke.timeout" || got.Log != "waiting for the database\n" {
		t.Errorf("problem %q, log %q", got.Problem, got.Log)
	}
}
