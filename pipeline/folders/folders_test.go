package folders

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{
		"/app/static":            "",
		"/data":                  "",
		"/srv/www":               "",
		"/var/www/html":          "",
		"/var/lib/shop":          "",
		"/etcetera":              "",
		"/":                      `is a folder of the system; name one in it, such as "/data"`,
		"/var/lib":               `is a folder of the system; name one in it, such as "/var/lib/data"`,
		"/etc":                   "is or lies in /etc, which the app must not change",
		"/srv/../etc/ssl/":       "is or lies in /etc",
		"/usr/share/nginx/html":  "is or lies in /usr",
		"/var/lib/dpkg":          "is or lies in /var/lib/dpkg",
		"/var/lib/dpkg/info/":    "is or lies in /var/lib/dpkg",
		"/venv/lib/python3.11":   "is or lies in /venv",
		"/config":                "is or lies in /config",
		"/proc/self":             "is or lies in /proc",
		"/tmp/static":            "is or lies in /tmp, which the app may write anyway",
		"/run/static":            "is or lies in /run, which is made anew",
		"/root/static":           "is or lies in /root, which is open to root alone",
		"/var/mail/shop":         "is or lies in /var/mail, which has rights of its own",
		"/lib64/ld-linux.so.2.d": "is or lies in /lib64",
	} {
		err := Check(folder)
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", folder, err, want)
		}
	}
}

func TestIsSystem(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"/etc/ssl/private/key.pem": true, "/usr/share/doc/x/key": true, "/var/lib/dpkg/status": true,
		"/app/key": false, "/config/key": false, "/venv/key": false, "/srv/static/key": false, "/var/www/key": false, "/etcetera/key": false,
	} {
		if got := IsSystem(file); got != want {
			t.Errorf("%s: got %v", file, got)
		}
	}
}
