package scripts

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// atOnce runs smoke.py, which asks at once on another port.
const atOnce = `
import json, sys
smoke = {"__name__": "smoke"}
exec(sys.argv[2], smoke)
smoke["ELSEWHERE_AFTER"] = 0
sys.exit(smoke["main"](json.loads(sys.argv[1])))
`

// freePorts returns ports on which nothing listens.
func freePorts(t *testing.T, count int) []int {
	t.Helper()
	ports := make([]int, count)
	for i := range ports {
		listener, err := net.Listen("tcp", "0.0.0.0:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return ports
}

// An app that chooses its own port is asked there, and a warning names the key.
func TestSmokeAsksOnThePortOfTheApp(t *testing.T) {
	t.Parallel()
	ports := freePorts(t, 2)
	expected, own := ports[0], ports[1]
	argument, err := json.Marshal(map[string]any{
		"command": []string{python(), "-c", server, fmt.Sprint(own)}, "port": expected, "stop": "SIGTERM", "output": "", "timeout": 600,
		"requests": []map[string]any{{"path": "/health", "status": 200, "headers": nil, "json": map[string]bool{"ok": true}}, {"path": "/chunked", "status": nil, "headers": nil, "json": nil}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, _ := exec.CommandContext(ctx, python(), "-I", "-c", atOnce, string(argument), Smoke.Text).Output()
	var got answer
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	want := fmt.Sprintf("the app listens on port %d, and %d is expected: set the key port to %d, or let the command listen on %d", own, expected, own, expected)
	if !got.OK || got.Problem != "" || got.Warning != want {
		t.Errorf("ok %t, problem %q, warning %q; want %q", got.OK, got.Problem, got.Warning, want)
	}
}

// Only the app's own processes count, and only if they listen on exactly one port.
func TestSmokeFindsPorts(t *testing.T) {
	t.Parallel()
	const find = `
import json, subprocess, sys
smoke = {"__name__": "smoke"}
exec(sys.argv[1], smoke)
app = subprocess.Popen([sys.executable, "-c", sys.argv[2], *sys.argv[3:]], stdout=subprocess.PIPE)
app.stdout.readline()
print(json.dumps([smoke["only_port"](app), smoke["others"](app, 1)]))
app.kill()
`
	// The last address is that of a child, which has no other sockets.
	const listens = `
import os, socket, sys
def listen(address):
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, int(port)), family=family)
*own, last = sys.argv[1:] or [""]
kept = [listen(address) for address in own]
ready, alive = os.pipe(), os.pipe()
if os.fork() == 0:
    os.close(alive[1])
    kept = [listener.close() for listener in kept] + [listen(last) if last else None]
    os.write(ready[1], b"x")
    os.read(alive[0], 1)  # until its parent has ended
    os._exit(0)
os.read(ready[0], 1)
print("ready", flush=True)
os.wait()
`
	ports := freePorts(t, 4)
	unrelated, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer unrelated.Close()
	low, high := min(ports[2], ports[3]), max(ports[2], ports[3])
	for name, test := range map[string]struct {
		addresses []string
		want      string
	}{
		"none":      {nil, `[null, ""]`},
		"a child's": {[]string{fmt.Sprintf("0.0.0.0:%d", ports[0])}, fmt.Sprintf(`[%d, "; it listens on %d"]`, ports[0], ports[0])},
		"one, on two addresses": {[]string{fmt.Sprintf("127.0.0.1:%d", ports[1]), fmt.Sprintf("127.0.0.2:%d", ports[1])},
			fmt.Sprintf(`[%d, "; it listens on %d"]`, ports[1], ports[1])},
		"two": {[]string{fmt.Sprintf("127.0.0.1:%d", high), fmt.Sprintf("127.0.0.1:%d", low)}, fmt.Sprintf(`[null, "; it listens on %d, %d"]`, low, high)},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		out, err := exec.CommandContext(ctx, python(), append([]string{"-I", "-c", find, Smoke.Text, listens}, test.addresses...)...).CombinedOutput()
		cancel()
		if got := strings.TrimSpace(string(out)); err != nil || got != test.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, test.want)
		}
	}
}
