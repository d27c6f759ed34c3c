package plan

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// checkScripts rejects commands that start a file of the source which cannot be
// started: after minutes of building, the app would end at once.
func (r *reader) checkScripts() error {
	type starter struct {
		command settings.Command
		from    string
	}
	all := []starter{{r.plan.Command, r.start.from}, {r.plan.Release, r.releaseFrom}}
	for _, name := range slices.Sorted(maps.Keys(r.settings.Processes)) {
		all = append(all, starter{r.settings.Processes[name], key("processes." + name)})
	}
	for _, c := range all {
		for _, p := range programsOf(c.command) {
			if err := r.checkScript(p, c.from); err != nil {
				return err
			}
		}
	}
	return nil
}

// programsOf lists the programs that a command starts one after the other.
func programsOf(command settings.Command) []program {
	last, folder := programOf(command), "."
	var all []program
	steps := settings.Sequence(last.line)
	for _, step := range steps[:max(len(steps)-1, 0)] {
		p := programOf(settings.Shell(step))
		p.folder = folder
		all = append(all, p)
		if to, known := settings.Folder(step + "; :"); !known || folder == "" {
			folder = ""
		} else {
			folder = path.Join(folder, to)
		}
	}
	return append(all, last)
}

func (r *reader) checkScript(p program, from string) error {
	file, interpreter := p.startFile()
	if file == "" || source.IsNever(file) {
		return nil
	}
	if !r.tree.Exists(file) {
		if interpreter != "" && r.tree.IsFolder(file) {
			return nil
		}
		return fmt.Errorf("%s starts %s, and the source has no such file; correct its path, which is relative to the app's folder", from, file)
	}
	if strings.HasPrefix(interpreter, "python") {
		return nil // it reads lines of any kind
	}
	if interpreter == "" && !r.tree.IsExecutable(file) {
		return fmt.Errorf("%s: %s starts it, but it is not executable; run chmod +x %s (in Git: git update-index --chmod=+x %s), or start it by its interpreter, such as sh %s", file, from, file, file, file)
	}
	first, windows, err := r.tree.FirstLine(file)
	if err != nil || !windows {
		return err
	}
	looksFor := "take the end of each line for a part of it"
	if program, found := strings.CutPrefix(first, "#!"); found && interpreter == "" {
		looksFor = fmt.Sprintf(`look for a program "%s\r"`, strings.TrimSpace(program))
	}
	return fmt.Errorf(`%s: %s starts it, but its lines end as on Windows (CR LF), so Linux would %s; run sed -i 's/\r$//' %s, and add the line "* text=auto eol=lf" to .gitattributes so that Git keeps them so`, file, from, looksFor, file)
}
