package volume

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	passwd = "root:x:0:0:root:/root:/bin/sh\nmailhog:x:1000:1001::/home/mailhog:/bin/sh\n"
	group  = "root:x:0:\nmailhog:x:1001:\nmail:x:8:\n"
)

func TestFindUser(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]User{
		"":             {0, 0, "/root"},
		"mailhog":      {1000, 1001, "/home/mailhog"},
		"mailhog:mail": {1000, 8, "/home/mailhog"},
		"1000":         {1000, 1001, "/home/mailhog"},
		"12345:0":      {12345, 0, "/"},
	} {
		got, err := FindUser(name, passwd, group)
		if err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", name, got, err, want)
		}
	}
	if _, err := FindUser("nobody", passwd, group); err == nil || !strings.HasPrefix(err.Error(), `user "nobody": `) {
		t.Errorf("a user that is not there: %v", err)
	}
}

// mailhog is the image of the article: its program runs as a user, and a root-owned mount is closed to it.
var mailhog = Image{Entrypoint: []string{"MailHog"}, Args: []string{"-storage=maildir"}, Name: "mailhog", User: User{1000, 1001, "/home/mailhog"}}

func TestWrap(t *testing.T) {
	t.Parallel()
	const program = "/usr/local/bin/volume-entrypoint"
	for name, test := range map[string]struct {
		image   Image
		owner   User
		mode    string
		want    Wrap
		changes string // a part of them
	}{
		"owned": {mailhog, mailhog.User, "owned",
			Wrap{[]string{"/data", "/home/mailhog/mail"}, "owned", "1000:1001", []string{program, "--volume", "/data", "--volume", "/home/mailhog/mail", "--", "MailHog"}, mailhog.User},
			`the image starts as user 1000:1001; it was "mailhog"`},
		"entrypoint": {mailhog, mailhog.User, "entrypoint",
			Wrap{[]string{"/data", "/home/mailhog/mail"}, "entrypoint", "0:0", []string{program, "--own", "1000:1001", "--volume", "/data", "--volume", "/home/mailhog/mail", "--", "MailHog"}, mailhog.User},
			"its program runs as user 1000:1001, without any privilege"},
		"root": {mailhog, mailhog.User, "root",
			Wrap{[]string{"/data", "/home/mailhog/mail"}, "root", "0:0", []string{program, "--volume", "/data", "--volume", "/home/mailhog/mail", "--", "MailHog"}, mailhog.User},
			"its program runs as root"},
		// The arguments of an image without an entrypoint are its command; they are kept beside the new entrypoint.
		"an image without an entrypoint": {Image{Args: []string{"serve"}}, User{7, 7, "/home/mailhog"}, "owned",
			Wrap{[]string{"/data", "/home/mailhog/mail"}, "owned", "7:7", []string{program, "--volume", "/data", "--volume", "/home/mailhog/mail", "--"}, User{7, 7, "/home/mailhog"}},
			"it was empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := NewWrap(test.image, test.owner, []string{"/data/", "~/mail"}, test.mode)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("wrap differs (-want +got):\n%s", diff)
			}
			if changes := strings.Join(got.Changes(test.image), "\n"); !strings.Contains(changes, test.changes) {
				t.Errorf("changes %q, want %q", changes, test.changes)
			}
		})
	}
}

func TestWrapThatIsRefused(t *testing.T) {
	t.Parallel()
	root := Image{Entrypoint: []string{"server"}}
	for want, test := range map[string]struct {
		image Image
		paths []string
		mode  string
	}{
		"paths: name at least one folder":         {mailhog, nil, "owned"},
		`mode "none" changes nothing`:             {mailhog, []string{"/data"}, "none"},
		`volumes: "/etc" is or lies in /etc`:      {mailhog, []string{"/etc"}, "owned"},
		`volumes: "mine" is not a valid value`:    {mailhog, []string{"/data"}, "mine"},
		`the image runs as root (its user is "")`: {root, []string{"/data"}, "entrypoint"},
	} {
		if _, err := NewWrap(test.image, test.image.User, test.paths, test.mode); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestPathsThatCannotBeMounted(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"", "data", "~/data", "/", "/data/.."} {
		if err := CheckPaths([]string{"/data", folder}); err == nil || !strings.Contains(err.Error(), "is not the absolute path") {
			t.Errorf("%q: %v", folder, err)
		}
	}
	if err := CheckPaths([]string{"/data", "/var/lib/shop/"}); err != nil {
		t.Error(err)
	}
}

func TestDiagnosis(t *testing.T) {
	t.Parallel()
	d := Diagnosis{Entrypoint: []string{"MailHog"}, User: "mailhog", UID: 1000, GID: 1001, Results: []Result{
		{Path: "/data", Mount: "a new named volume", Writable: true},
		{Path: "/data", Mount: "a folder of root", Problem: "/data cannot be written\n  do this"},
		{Path: "/data", Mount: "another folder of root", Problem: "/data cannot be written\n  do this"},
	}}
	const want = `entrypoint  ["MailHog"]
command     none
user        "mailhog", number 1000:1001

/data  can be written     a new named volume
/data  CANNOT be written  a folder of root
/data  CANNOT be written  another folder of root

a folder of root: /data cannot be written
  do this
`
	if diff := cmp.Diff(want, d.Text()); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	if d.Start() != nil {
		t.Errorf("MailHog prepares volumes: %q", d.Start())
	}
	d.Entrypoint = []string{"/usr/local/bin/volume-entrypoint", "--own", "1:1", "--volume", "/data", "--", "MailHog", "--", "x"}
	if diff := cmp.Diff(d.Entrypoint[:6], d.Start()); diff != "" {
		t.Errorf("the beginning of its command (-want +got):\n%s", diff)
	}
	if !strings.Contains(d.Text(), "its entrypoint prepares volumes") {
		t.Error(d.Text())
	}
}
