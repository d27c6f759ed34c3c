package up

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"

	"python-pipeline/ci/apps"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	shop := apps.App{Name: "shop", Plan: &plan.Plan{Port: 8000, Web: true, Services: settings.Services{
		Postgres: &settings.Postgres{Databases: []string{"shop", "archive"}}, Mailhog: new(settings.Mailhog),
	}}}
	worker := apps.App{Name: "worker", Plan: &plan.Plan{Port: 9000}}
	for _, test := range []struct {
		app     apps.App
		service string
		local   map[int]int
		want    []place
	}{
		{shop, "", map[int]int{8000: 8000}, []place{{"shop", "http://localhost:8000"}}},
		{shop, "", map[int]int{8000: 41000}, []place{{"shop", "http://localhost:41000"}}},
		{worker, "", map[int]int{9000: 9000}, []place{{"worker", "localhost:9000"}}},
		{shop, "postgres", map[int]int{5432: 5432}, []place{
			{"shop postgres", "postgresql://postgres:postgres@localhost:5432/shop"},
			{"shop postgres", "postgresql://postgres:postgres@localhost:5432/archive"}}},
		{shop, "mailhog", map[int]int{1025: 1025, 8025: 41001}, []place{{"shop mailhog", "http://localhost:41001, mail to localhost:1025"}}},
	} {
		got := placesOf(test.app, test.service, test.local)
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(place{})); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.app.Name, test.service, diff)
		}
		for port := range test.local {
			if ports := portsOf(test.app.Plan, test.service); len(ports) != len(test.local) {
				t.Errorf("%s %s: ports %v, of which %d", test.app.Name, test.service, ports, port)
			}
		}
	}
}

func TestKept(t *testing.T) {
	t.Parallel()
	shop := apps.App{Name: "shop", Plan: &plan.Plan{Volumes: []string{"/data"}, VolumeMode: settings.VolumesOwned, Services: settings.Services{
		Mailhog: &settings.Mailhog{Storage: settings.MailhogMaildir},
	}}}
	if diff := cmp.Diff([]string{"shop /data", "shop mailhog's mails"}, keptBy(shop)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	shop.Plan.VolumeMode, shop.Plan.Services.Mailhog.Storage = settings.VolumesNone, settings.MailhogMemory
	if kept := keptBy(shop); kept != nil {
		t.Errorf("%q is kept", kept)
	}
}

// The user is warned about a database that other machines can reach.
func TestPlacesThatAreOpen(t *testing.T) {
	t.Parallel()
	web := place{"shop", "http://localhost:8000"}
	database := place{"shop postgres", "postgresql://postgres:postgres@localhost:5432/shop"}
	const (
		end     = "Ctrl-C stops all of it; what was written is gone then.\n"
		tunnel  = ": Dagger's tunnel opens them on all addresses of this machine.\n"
		network = "! These ports can be reached from other machines"
	)
	for name, test := range map[string]struct {
		places []place
		kept   []string
		open   bool
		want   string
	}{
		"on loopback": {[]place{database, web}, nil, false, "shop postgres  postgresql://postgres:postgres@localhost:5432/shop\nshop           http://localhost:8000\n" + end},
		"open": {[]place{database, web}, nil, true, "shop postgres  postgresql://postgres:postgres@localhost:5432/shop\nshop           http://localhost:8000\n" +
			network + ", with the password above" + tunnel + end},
		"open, without a database": {[]place{web}, nil, true, "shop  http://localhost:8000\n" + network + tunnel + end},
		"with a volume": {[]place{web}, []string{"shop /data", "shop mailhog's mails"}, false, "shop  http://localhost:8000\n" +
			"Ctrl-C stops all of it; what was written is gone then, but for shop /data, shop mailhog's mails, which the engine keeps until it is pruned.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := printPlaces(&got, test.places, test.kept, test.open); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("places differ (-want +got):\n%s", diff)
			}
		})
	}
}
