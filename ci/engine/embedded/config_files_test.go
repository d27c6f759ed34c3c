package embedded

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEngineTOML(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		standIns bool
		want     string
	}{
		"official images": {
			want: `[registry."127.0.0.1:20001"]
  http = true
`,
		},
		"stand-ins": {
			standIns: true,
			want: `[registry."docker.io"]
  mirrors = ["127.0.0.1:20001"]
[registry."127.0.0.1:20001"]
  http = true
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, engineTOML(testIdentity, test.standIns)); diff != "" {
				t.Errorf("file differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEngineJSON(t *testing.T) {
	t.Parallel()
	for disk, free := range map[int64]string{20e9: "2000000000", 500e9: "5000000000"} {
		want := `{"gc":{"policies":[` +
			`{"filters":["type==source.local,type==source.git.checkout"],"keepDuration":"10m","maxUsedSpace":512000000},` +
			`{"filters":["description==asTarball"],"keepDuration":"10m","maxUsedSpace":512000000},` +
			`{"maxUsedSpace":20000000000,"minFreeSpace":` + free + `}]},"logLevel":"info"}`
		got, err := engineJSON(20e9, disk)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("file differs (-want +got):\n%s", diff)
		}
	}
}

func TestRegistryYAML(t *testing.T) {
	t.Parallel()
	const want = `version: 0.1
log:
  level: warn
storage:
  filesystem:
    rootdirectory: "/var/lib/registry"
  delete:
    enabled: true
  tag:
    concurrencylimit: 8
`
	if diff := cmp.Diff(want, registryYAML("/var/lib/registry")); diff != "" {
		t.Errorf("file differs (-want +got):\n%s", diff)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	const loopback = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
	for standIns, want := range map[bool]string{
		false: loopback,
		true:  loopback + "127.0.0.1 registry-1.docker.io auth.docker.io\n",
	} {
		if diff := cmp.Diff(want, hosts(standIns)); diff != "" {
			t.Errorf("stand-ins %v: file differs (-want +got):\n%s", standIns, diff)
		}
	}
}

func TestConnectionEnvironment(t *testing.T) {
	t.Parallel()
	want := []string{
		"_EXPERIMENTAL_DAGGER_CLI_BIN=/cache/programs/dagger",
		"_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix:///cache/run/engine.sock",
		"DAGGER_PROGRESS=plain",
	}
	if diff := cmp.Diff(want, Connection{Socket: "/cache/run/engine.sock", CLI: "/cache/programs/dagger"}.Environment()); diff != "" {
		t.Errorf("environment differs (-want +got):\n%s", diff)
	}
}
