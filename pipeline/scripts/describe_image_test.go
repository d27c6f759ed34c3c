package scripts

import (
	"archive/tar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// archive writes an OCI archive of these files.
func archive(t *testing.T, files map[string]string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "image.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	writer := tar.NewWriter(file)
	for name, content := range files {
		if err := writer.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

func TestDescribeImage(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"oci-layout":        `{"imageLayoutVersion": "1.0.0"}`,
		"index.json":        `{"manifests": [{"digest": "sha256:0123", "size": 9}]}`,
		"blobs/sha256/0123": `{"config": {"size": 50}, "layers": [{"size": 1000}, {"size": 20}, {"size": 3}]}`,
		"blobs/sha256/4567": strings.Repeat("layer", 1000),
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  string
		fails bool
	}{
		"a whole image": {files: whole, want: `{"digest": "sha256:0123", "layers": 3, "bytes": 1023}`},
		"no manifest":   {files: map[string]string{"index.json": whole["index.json"]}, fails: true},
		"no image":      {files: map[string]string{"index.json": `{"manifests": []}`}, fails: true},
		"no index":      {files: map[string]string{}, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := filepath.Join(t.TempDir(), "manifest.json")
			err := exec.Command("python3", "-I", "-S", "-c", DescribeImage.Text, archive(t, test.files), result).Run()
			written, _ := os.ReadFile(result)
			if string(written) != test.want || (err != nil) != test.fails {
				t.Errorf("wrote %q, %v; want %q", written, err, test.want)
			}
		})
	}
}
