package settings

import "testing"

func TestWritableFolders(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"media", "tmp", "/data", "/var/lib/shop", "/var/cache/shop", "/srv/shop", "/tmpfiles", "/runs/1", "/home/shop", "/app/media"} {
		if err := writableFolder(folder); err != nil {
			t.Errorf("%s %v", folder, err)
		}
	}
}
