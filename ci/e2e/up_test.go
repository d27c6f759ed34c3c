//go:build linux

package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A background is a program that runs beside the test, until it is
// interrupted.
type background struct {
	cmd  *exec.Cmd
	said chan string
	text strings.Builder
}

// inBackground starts a program; what it prints is read by waitFor.
func inBackground(t *testing.T, name string, variables []string, arguments ...string) *background {
	t.Helper()
	b := &background{cmd: exec.Command(name, arguments...), said: make(chan string, 1000)}
	b.cmd.Dir = repository
	b.cmd.Env = append(os.Environ(), variables...)
	reader, writer := io.Pipe()
	b.cmd.Stdout, b.cmd.Stderr = writer, writer
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.cmd.Process.Kill() })
	go func() {
		defer close(b.said)
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			b.said <- lines.Text()
		}
	}()
	go func() {
		b.cmd.Wait()
		writer.Close()
	}()
	return b
}

// waitFor reads lines until one matches, and gives its first group.
func (b *background) waitFor(t *testing.T, pattern string) string {
	t.Helper()
	expression := regexp.MustCompile(pattern)
	limit := time.After(10 * time.Minute)
	for {
		select {
		case line, more := <-b.said:
			b.text.WriteString(line + "\n")
			if found := expression.FindStringSubmatch(line); found != nil {
				return found[1]
			}
			if !more {
				t.Fatalf("it ended without a line for %s:\n%s", pattern, &b.text)
			}
		case <-limit:
			t.Fatalf("no line for %s:\n%s", pattern, &b.text)
		}
	}
}

// interrupt is Ctrl-C; it gives the exit status.
func (b *background) interrupt(t *testing.T) int {
	t.Helper()
	if err := b.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for line := range b.said {
		b.text.WriteString(line + "\n")
	}
	return b.cmd.ProcessState.ExitCode()
}

// request asks an address, with a body as JSON where there is one.
func request(t *testing.T, address, body string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// `up` runs the image, migrated, with its database and mail server on ports of
// this machine; Ctrl-C takes all of it down.
func TestUp(t *testing.T) {
	t.Parallel()
	b := inBackground(t, program, []string{"PIPELINE_DIST=" + t.TempDir()}, "up", django(t, "local"))
	name := named("local")
	database := b.waitFor(t, `^`+name+` postgres +postgresql://postgres:postgres@(localhost:\d+)/calculations$`)
	mail := b.waitFor(t, `^`+name+` mailhog +(http://localhost:\d+), mail to localhost:\d+$`)
	app := b.waitFor(t, `^`+name+` +(http://localhost:\d+)$`)

	if answer := request(t, app+"/health/", ""); answer != `{"status": "ok"}` {
		t.Errorf("/health/: %s", answer)
	}
	var saved struct{ Result string }
	if answer := request(t, app+"/api/calculations/", `{"expression": "6 * 7"}`); json.Unmarshal([]byte(answer), &saved) != nil || saved.Result != "42" {
		t.Errorf("/api/calculations/: %s", answer)
	}
	request(t, app+"/api/calculations/1/mail/", `{"to": "ann@example.org"}`)
	if mails := request(t, mail+"/api/v2/messages", ""); !strings.Contains(mails, "6 * 7 = 42") {
		t.Errorf("the mail server has %s", mails)
	}
	// The program shows what the app says.
	b.waitFor(t, name+` \| .*(POST /api/calculations/1/mail/)`)
	reachable(t, database, true)
	smtp := regexp.MustCompile(`mail to (localhost:\d+)`).FindStringSubmatch(b.text.String())[1]
	var kept []net.Conn
	for _, address := range []string{database, smtp, strings.TrimPrefix(mail, "http://"), strings.TrimPrefix(app, "http://")} {
		kept = append(kept, dial(t, address))
	}

	if status := b.interrupt(t); status != 0 {
		t.Errorf("exit status %d:\n%s", status, &b.text)
	}
	for _, connection := range kept {
		mustBeClosed(t, connection)
	}
	// Another test may have taken a port that is free again, with a mail server
	// and a database of its own.
	for _, address := range []string{app + "/api/calculations/", mail + "/api/v2/messages"} {
		if answer, err := http.Get(address); err == nil {
			defer answer.Body.Close()
			if content, _ := io.ReadAll(answer.Body); strings.Contains(string(content), "6 * 7") {
				t.Errorf("%s still answers: %s", address, content)
			}
		}
	}
	if !strings.Contains(b.text.String(), "Applying calculations.0001_initial... OK") {
		t.Errorf("it does not show the migrations:\n%s", &b.text)
	}
}

// dial connects to an address until the test ends.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

// mustBeClosed fails the test when the other end still keeps a connection.
func mustBeClosed(t *testing.T, connection net.Conn) {
	t.Helper()
	connection.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, connection); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%s: somebody still listens there", connection.RemoteAddr())
	}
}

func reachable(t *testing.T, address string, want bool) {
	t.Helper()
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err == nil {
		connection.Close()
	}
	if (err == nil) != want {
		t.Errorf("%s: %v", address, err)
	}
}

// An app that does not start says why, with its last words.
func TestUpThatFails(t *testing.T) {
	t.Parallel()
	folder := django(t, "down", replace("pyproject.toml", "migrate --noinput", "migrate --noinputt"))
	r := ci(t, nil, "up", folder).mustFail(t, named("down")+": it did not start: ", "its output ends with", "unrecognized arguments: --noinputt")
	if strings.Contains(r.output, "goroutine ") {
		t.Errorf("a stack trace is no explanation:\n%s", r.output)
	}
	ci(t, nil, "up", "sample-app/calculator").mustFail(t, "up: none of the apps listens on a port (calculator)")
}

// Other repositories have the same with the dagger program, a service at a
// time.
func TestDaggerServiceUp(t *testing.T) {
	t.Parallel()
	variables, err := engineEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	dagger := valueOf(variables, "_EXPERIMENTAL_DAGGER_CLI_BIN")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	b := inBackground(t, dagger, append(variables, "DO_NOT_TRACK=1", "DAGGER_NO_NAG=1"),
		append(constructor(t, "sample-app/django", named("service")), "--progress=plain", "service", "up", "--ports="+port+":8000")...)
	b.waitFor(t, `(tunnel started)`)
	if answer := request(t, "http://localhost:"+port+"/api/calculations/", ""); answer != `{"results": [], "next": null}` {
		t.Errorf("/api/calculations/: %s", answer)
	}
	b.cmd.Process.Signal(syscall.SIGINT)
	for range b.said {
	}
	reachable(t, "localhost:"+port, false)
}
