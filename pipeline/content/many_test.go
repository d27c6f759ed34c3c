package content

import (
	"fmt"
	"testing"
	"testing/fstest"
)

// A source of very many files is selected whole, and by its patterns.
func TestManyFiles(t *testing.T) {
	t.Parallel()
	const each = 12_500
	files := fstest.MapFS{".dockerignore": {Data: []byte("**/*.log\n!**/keep-*.log\n")}}
	for i := range each {
		for _, name := range []string{"assets/%02d/a/b/c/image-%05d.png", "assets/%02d/keep-%05d.log", "logs/%02d/%05d.log", "tests/%02d/test_%05d.py"} {
			files[fmt.Sprintf(name, i%100, i)] = new(fstest.MapFile)
		}
	}
	prod, err := Prod(files, nil, nil)
	if err != nil || len(prod) != 2*each {
		t.Errorf("prod has %d files, %v", len(prod), err)
	}
	dev, err := Dev(files)
	if err != nil || len(dev) != 4*each+1 {
		t.Errorf("dev has %d files, %v", len(dev), err)
	}
}
