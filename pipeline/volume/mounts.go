package volume

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
)

// A Mount is a way in which a folder of an image is mounted.
type Mount struct {
	Name     string // for people
	Source   Source // what is mounted
	ReadOnly bool   // whether the mount is read-only
	User     string // in place of the image's, "" for that
}

// Source is what is mounted.
type Source int

const (
	// Nothing leaves the image's own folder.
	Nothing Source = iota
	// NamedVolume is a new named volume: a copy of the image's folder, owner included, or an empty folder of root.
	NamedVolume
	// RootFolder is an empty folder of root.
	RootFolder
)

// anyUser is a number that a platform such as OpenShift would choose, in group 0.
const anyUser = "1000680000:0"

// Mounts are the ways that are tried.
var Mounts = []Mount{
	{Name: "no volume", Source: Nothing},
	{Name: "a new named volume", Source: NamedVolume},
	{Name: "a folder of root, such as a new bind mount", Source: RootFolder},
	{Name: "a new named volume, as a user that the platform chooses", Source: NamedVolume, User: anyUser},
	{Name: "a read-only mount", Source: NamedVolume, ReadOnly: true},
}

// CheckPaths refuses folders that cannot be mounted.
func CheckPaths(paths []string) error {
	for _, folder := range paths {
		if !path.IsAbs(folder) || path.Clean(folder) == "/" {
			return fmt.Errorf("paths: %q is not the absolute path of a folder other than /; write it like /data", folder)
		}
	}
	return nil
}

// A Result says whether an image's user can write a folder that is mounted in some way.
type Result struct {
	// Path is the folder.
	Path string `json:"path"`
	// Mount is the way in which it is mounted.
	Mount string `json:"mount"`
	// User is the user with which the container starts.
	User string `json:"user"`
	// Writable says whether it can be written.
	Writable bool `json:"writable"`
	// Problem is what the container would print, "" if it can be written.
	Problem string `json:"problem"`
}

// A Diagnosis is what an image does with mounts.
type Diagnosis struct {
	// Entrypoint and Args are the image's command.
	Entrypoint []string `json:"entrypoint"`
	Args       []string `json:"args"`
	// User is the image's user as it names it, UID and GID are its numbers.
	User string `json:"user"`
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
	// Results has one result for each folder and each way to mount it.
	Results []Result `json:"results"`
}

// Start returns the beginning of the image's command that prepares volumes, nil if it has none.
func (d *Diagnosis) Start() []string {
	end := slices.Index(d.Entrypoint, "--")
	if end < 0 || d.Entrypoint[0] != scripts.VolumeEntrypoint {
		return nil
	}
	return d.Entrypoint[:end+1]
}

// Text returns the diagnosis for people: the image, a line for each mount, then each problem once.
func (d *Diagnosis) Text() string {
	var text strings.Builder
	user := fmt.Sprintf("%q, number %d:%d", d.User, d.UID, d.GID)
	switch {
	case d.Start() != nil:
		user += "; its entrypoint prepares volumes"
	case d.UID == 0:
		user += "; root may write everything, and an entrypoint that changes to another user is not followed here"
	}
	fmt.Fprintf(&text, "entrypoint  %s\ncommand     %s\nuser        %s\n", shown(d.Entrypoint), shown(d.Args), user)
	problems := map[string]bool{}
	for _, r := range d.Results {
		verdict := "can be written"
		if !r.Writable {
			verdict = "CANNOT be written"
		}
		fmt.Fprintf(&text, "\n%s  %-17s  %s", r.Path, verdict, r.Mount)
	}
	text.WriteString("\n")
	for _, r := range d.Results {
		if !r.Writable && !problems[r.Problem] {
			problems[r.Problem] = true
			fmt.Fprintf(&text, "\n%s: %s\n", r.Mount, strings.TrimSpace(r.Problem))
		}
	}
	return text.String()
}

func shown(command []string) string {
	if len(command) == 0 {
		return "none"
	}
	encoded, err := json.Marshal(command)
	if err != nil {
		return fmt.Sprintf("%q", command)
	}
	return string(encoded)
}
