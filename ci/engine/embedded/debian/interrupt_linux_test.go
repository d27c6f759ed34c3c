package debian

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// mmdebstrap deletes and unmounts its own files, so its folder must exist until
// it has ended.
func TestBootstrapLetsMmdebstrapCleanUp(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	a := &Archive{Suite: "bookworm", folder: folder}
	started, cleaned := filepath.Join(folder, "started"), filepath.Join(folder, "cleaned")
	write(t, a.mmdebstrap(), `
		my $root = "$ENV{TMPDIR}/root";
		$SIG{INT} = sub {
			select(undef, undef, undef, 0.3);
			rmdir $root and mkdir "`+cleaned+`";
			exit 1;
		};
		mkdir $root and mkdir "`+started+`";
		select(undef, undef, undef, 0.02) while 1;
	`)
	if err := os.Mkdir(filepath.Join(folder, "tmp"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- a.Bootstrap(ctx, Rootfs{}, filepath.Join(folder, "root.tar")) }()
	for {
		if _, err := os.Stat(started); err == nil {
			break
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	stop()
	if err := <-ended; err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(cleaned); err != nil {
		t.Error("mmdebstrap could not clean up: its folder was gone, or it was killed")
	}
	if left, err := os.ReadDir(filepath.Join(folder, "tmp")); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}
