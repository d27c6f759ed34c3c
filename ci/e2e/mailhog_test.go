//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maildir are the flags by which MailHog keeps mails as files in a folder.
var maildir = []string{"--env=MH_STORAGE=maildir", "--env=MH_MAILDIR_PATH=/maildir"}

// sendMail sends a mail to the MailHog of a container, and prints how many mails it
// has then.
const sendMail = `
import json, smtplib, sys, time, urllib.request
for attempt in range(300):
    try:
        server = smtplib.SMTP("mailhog", 1025, timeout=10)
        break
    except OSError:
        time.sleep(0.1)
try:
    server.sendmail("shop@example.org", ["ann@example.org"], f"Subject: {sys.argv[1]}\n\nyours")
    print("taken")
except smtplib.SMTPException as error:
    print("refused", error)
print(json.load(urllib.request.urlopen("http://mailhog:8025/api/v2/messages", timeout=10))["total"])
`

// mail sends a mail to MailHog from another container, and returns the answer.
func (c running) mail(t *testing.T, python, subject string) string {
	t.Helper()
	stdout, stderr, status := run(t, python, append(c.network(t, "mailhog"), "--entrypoint=python"), "-c", sendMail, subject)
	if status != 0 {
		t.Fatalf("mail: %s\n%s", stderr, c.logs(t))
	}
	return stdout
}

// MailHog as its owner publishes it runs as a user, who cannot write a mount of
// root's: the problem that volumes have. Each way out works, and mails are there
// after a restart.
func TestMailHogOnAVolume(t *testing.T) {
	t.Parallel()
	status, err := firstEngine()
	if err != nil {
		t.Fatal(err)
	}
	upstream := status["registry"] + "/mailhog/mailhog:v1.0.1"
	python := published(ci(t, nil, calculator(t, "mailer")).mustPass(t).app(t, "mailer"))

	t.Run("as it is", func(t *testing.T) {
		t.Parallel()
		c := start(t, upstream, append([]string{"--volume=" + newHost(t).podman + ":/maildir"}, maildir...))
		if answer := c.mail(t, python, "lost"); strings.HasPrefix(answer, "taken\n1") {
			t.Errorf("the mail was kept: %s", answer)
		}
	})
	t.Run("without a volume", func(t *testing.T) {
		t.Parallel()
		c := start(t, upstream, nil)
		if answer := c.mail(t, python, "in memory"); answer != "taken\n1\n" {
			t.Errorf("got %q", answer)
		}
	})
	t.Run("below its home", func(t *testing.T) {
		t.Parallel()
		mustKeepMails(t, upstream, python, []string{"--volume=" + namedVolume(t) + ":/home/mailhog", "--env=MH_STORAGE=maildir", "--env=MH_MAILDIR_PATH=/home/mailhog/mails"})
	})
	t.Run("owned", func(t *testing.T) {
		t.Parallel()
		mustKeepMails(t, wrapMailHog(t, "owned"), python, append([]string{"--volume=" + namedVolume(t) + ":/maildir"}, maildir...))
	})
	t.Run("entrypoint", func(t *testing.T) {
		t.Parallel()
		mustKeepMails(t, wrapMailHog(t, "entrypoint"), python, append([]string{"--volume=" + newHost(t).podman + ":/maildir"}, maildir...))
	})
	t.Run("root", func(t *testing.T) {
		t.Parallel()
		mustKeepMails(t, wrapMailHog(t, "root"), python, append([]string{"--volume=" + newHost(t).podman + ":/maildir"}, maildir...))
	})
}

// mustKeepMails sends a mail to each of two containers, one after the other, with
// the same volume.
func mustKeepMails(t *testing.T, image, python string, flags []string) {
	t.Helper()
	first := start(t, image, flags)
	if answer := first.mail(t, python, "first"); answer != "taken\n1\n" {
		t.Fatalf("got %q", answer)
	}
	first.stop(t)
	second := start(t, image, flags)
	if answer := second.mail(t, python, "second"); answer != "taken\n2\n" {
		t.Errorf("after a restart: got %q", answer)
	}
}

// wrapMailHog lets the module wrap MailHog and returns the image's name in podman.
func wrapMailHog(t *testing.T, mode string) string {
	t.Helper()
	call := []string{"call", "wrap-image", "--paths=/maildir", "--mode=" + mode}
	if mode != "owned" { // MailHog is the default, too
		call = append(call, "--image=mailhog/mailhog:v1.0.1")
	}
	changes := callDagger(t, append(call, "changes")...)
	if !strings.Contains(changes, `"/usr/local/bin/volume-entrypoint"`) || !strings.Contains(changes, `it was ["MailHog"]`) {
		t.Errorf("changes: %s", changes)
	}
	h := newHost(t)
	callDagger(t, append(call, "container", "as-tarball", "export", "--path="+filepath.Join(h.folder, "image.tar"))...)
	if _, err := os.Stat(filepath.Join(h.folder, "image.tar")); err != nil {
		t.Fatal(err)
	}
	loaded, stderr, status := podman(t, "load", "--quiet", "--input="+filepath.Join(h.podman, "image.tar"))
	if status != 0 {
		t.Fatal(stderr)
	}
	_, image, found := strings.Cut(strings.TrimSpace(loaded), ": ")
	if !found {
		t.Fatalf("podman load: %s", loaded)
	}
	return image
}

// The diagnosis of any image says which ways of mounting a folder fail, and why.
func TestVolumesCommand(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, "volumes", "mailhog/mailhog:v1.0.1", "--path", "/maildir")
	if r.code != 0 {
		t.Errorf("exit status %d", r.code)
	}
	for _, text := range []string{
		`entrypoint  ["MailHog"]`, `user        "mailhog", number 1000:1000`,
		"/maildir  CANNOT be written  a folder of root, such as a new bind mount",
		"/maildir cannot be written: Permission denied", "securityContext:",
	} {
		if !strings.Contains(r.output, text) {
			t.Errorf("%q is not in\n%s", text, r.output)
		}
	}
}
