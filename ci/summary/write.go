package summary

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"python-pipeline/ci/wholefile"
)

// FileName is the name of the file that Write makes.
const FileName = "summary.json"

// Write puts summary.json into a folder, which it makes if need be. A reader sees the old file or the new one whole, even
// when the program is killed meanwhile.
func (s Summary) Write(dir string) error {
	if err := s.write(dir); err != nil {
		return fmt.Errorf("%s: not written: %w; check the folder's rights and space", filepath.Join(dir, FileName), err)
	}
	return nil
}

func (s Summary) write(dir string) error {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(dir, FileName), append(content, '\n'), 0o644)
}
