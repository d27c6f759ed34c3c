package advisories

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Day is a date without a time, such as 2026-11-22.
type Day struct{ time.Time }

// UnmarshalYAML reads the day.
func (d *Day) UnmarshalYAML(node *yaml.Node) (err error) {
	if d.Time, err = time.Parse(time.DateOnly, node.Value); err != nil {
		return fmt.Errorf("line %d: %s is not a valid date; write it like 2026-11-22", node.Line, node.Value)
	}
	return nil
}

// Read reads the *.yaml files of a folder. An error names file, advisory and key.
func Read(files fs.FS) (Database, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return Database{}, err
	}
	if len(names) == 0 {
		return Database{}, errors.New("advisories: the folder has no *.yaml file")
	}
	var d Database
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return Database{}, err
		}
		var p Package
		decoder := yaml.NewDecoder(bytes.NewReader(content))
		decoder.KnownFields(true)
		if err = decoder.Decode(&p); err == nil || errors.Is(err, io.EOF) {
			err = p.check()
		}
		if err != nil {
			return Database{}, fmt.Errorf("%s: %w", name, err)
		}
		d.Packages = append(d.Packages, p)
	}
	return d, nil
}
