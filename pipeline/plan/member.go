package plan

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
	"dagger/python-pipeline/workspace"
)

const packageKey = "pyproject.toml: [tool.python-pipeline]: package"

// OwnFolder is the app's folder in the source; "." where it is the source itself.
func (p *Plan) OwnFolder() string { return cmp.Or(p.Folder, ".") }

// chooseMember takes the app's folder from the workspace that the source is, if the
// caller or the key package names one of its members.
func (r *reader) chooseMember() error {
	text, _, err := r.tree.Text("pyproject.toml")
	if err != nil {
		return err
	}
	table, err := settings.Parse([]byte(text))
	if err != nil {
		return err
	}
	name, from, place := r.options.Member, argument("member"), "member"
	if name == "" {
		name, from, place = table.Package, key("package"), packageKey
	}
	if name == "" && !r.lockTree.Exists("uv.lock") {
		return nil // the table of a workspace matters to those who use its lock
	}
	if r.workspace, err = workspace.Read(r.files); err != nil || name == "" {
		return err
	}
	if r.workspace == nil {
		return fmt.Errorf("%s: pyproject.toml has no [tool.uv.workspace], so there is no member %q to choose; remove it, or choose the workspace's folder as the source", place, name)
	}
	member, err := r.workspace.Find(name)
	if err != nil {
		return fmt.Errorf("%s: %w", place, err)
	}
	r.decide("package", member.Text(), from)
	if member.Folder == "." {
		return nil
	}
	if r.options.Member == "" && len(table.Given) > 1 {
		others := slices.DeleteFunc(slices.Clone(table.Given), func(name string) bool { return name == "package" })
		return fmt.Errorf("%s: the app is %s, so its keys are read from %s; move %s there", packageKey, member.Text(), path.Join(member.Folder, "pyproject.toml"), strings.Join(others, ", "))
	}
	files, err := fs.Sub(r.files, member.Folder)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", place, member.Folder, err)
	}
	r.tree, r.plan.Folder = source.New(files), member.Folder
	return nil
}

// checkMemberKeys rejects keys that a member of a workspace cannot have.
func (r *reader) checkMemberKeys() error {
	if r.plan.Folder == "" {
		return nil
	}
	file := path.Join(r.plan.Folder, "pyproject.toml")
	if r.settings.Package != "" {
		return fmt.Errorf("%s: [tool.python-pipeline]: package: the key belongs in the pyproject.toml of the workspace; remove it here", file)
	}
	for _, name := range []string{"lock", "requirements", "dev-requirements"} {
		if slices.Contains(r.settings.Given, name) {
			return fmt.Errorf("%s: [tool.python-pipeline]: %s: the lock of the workspace has the packages of its member; remove the key, or choose %s as the source", file, name, r.plan.Folder)
		}
	}
	return nil
}

// checkMemberLock rejects a workspace whose lock is not uv's, and one that has no app of
// its own.
func (r *reader) checkMemberLock() error {
	switch {
	case r.plan.Folder != "" && !r.lockTree.Exists("uv.lock"):
		return errors.New("uv.lock: the workspace has none; make it: uv lock")
	case r.plan.Folder != "" || r.workspace == nil || r.format == nil || r.format.Kind != lock.UV || len(r.settings.Command.Args()) > 0:
		return nil
	}
	members, err := r.workspace.Members()
	if err != nil {
		return err
	}
	if r.workspace.HasOwnProject() {
		if own, err := r.hasCodeBeside(members); own || err != nil {
			return err
		}
	}
	members = slices.DeleteFunc(members, func(m workspace.Member) bool { return m.Folder == "." })
	if len(members) == 0 {
		return nil
	}
	first := members[0]
	return fmt.Errorf("pyproject.toml: [tool.uv.workspace]: the folder has no code of its own, only that of its members: %s; choose the app among them: by its folder (go run ./ci %s), with the module's argument --member=%s, or with package = %q in [tool.python-pipeline]",
		workspace.Names(members), first.Folder, cmp.Or(first.Name, first.Folder), cmp.Or(first.Name, first.Folder))
}

// hasCodeBeside reports whether there is Python code outside the members' folders.
func (r *reader) hasCodeBeside(members []workspace.Member) (bool, error) {
	var folders []string
	for _, m := range members {
		folders = append(folders, m.Folder)
	}
	own := false
	err := r.tree.Search(projectDepth, func(file string) error {
		if path.Ext(file) == ".py" && !within(file, folders) {
			own = true
			return fs.SkipAll
		}
		return nil
	})
	return own, err
}
