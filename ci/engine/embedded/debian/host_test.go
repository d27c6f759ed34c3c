package debian

import "testing"

func TestParseHost(t *testing.T) {
	t.Parallel()
	const bookworm = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nID=debian\n"
	if got, err := parseHost(bookworm); err != nil || got != (Host{Suite: "bookworm", id: "debian", version: "12"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := parseHost("ID=debian\n"); err == nil {
		t.Errorf("a release without a code name passes: %+v", got)
	}
}

func TestCheckStandIns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		host Host
		want string // "" for none
	}{
		"Debian 12":                {Host{Suite: "bookworm", id: "debian", version: "12"}, ""},
		"a later Debian":           {Host{Suite: "forky", id: "debian", version: "14"}, ""},
		"a release in development": {Host{Suite: "forky", id: "debian"}, ""},
		"an older Debian": {
			Host{Suite: "bullseye", id: "debian", version: "11"},
			"stand-ins: this machine runs bullseye; they can be made on Debian 12 or newer; give it access to docker.io and set PIPELINE_STAND_INS=never",
		},
		"another distribution": {
			Host{Suite: "noble", id: "ubuntu", version: "24.04"},
			"stand-ins: this machine runs noble; they can be made on Debian 12 or newer; give it access to docker.io and set PIPELINE_STAND_INS=never",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := test.host.CheckStandIns(); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
