package plan

import "testing"

func TestConfigFileBase(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"config.json": "config.json", "conf/prod/uwsgi.ini": "uwsgi.ini"} {
		if got := (ConfigFile{Path: path}).Base(); got != want {
			t.Errorf("%s lies as %s below /config, want %s", path, got, want)
		}
	}
}
