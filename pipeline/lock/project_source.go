package lock

import (
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// source returns where [tool.uv.sources] says that a package comes from.
func (f *projectFile) source(name string) (any, bool) {
	for written, at := range f.Tool.UV.Sources {
		if installed.CanonicalName(written) == name {
			return at, true
		}
	}
	return nil, false
}

// fromSource reads a requirement whose place is in [tool.uv.sources].
func (f *projectFile) fromSource(tree *source.Tree, set *Set, line logicalLine, r Requirement, at any) (Requirement, *Local, error) {
	place := placeOf(pyprojectFile, f.text, "tool.uv.sources", r.Name)
	several := tablesOf(at)
	if len(several) != 1 {
		return r, nil, place.Errorf("[tool.uv.sources]: %s comes from several places, which is only supported with a lock; make it: %s", r.Name, uvTool.Command)
	}
	table := several[0]
	text := func(key string) string { value, _ := table[key].(string); return value }
	requirement, marker, _ := strings.Cut(r.text, ";")
	local := &Local{Place: place, Name: r.Name, Extras: extrasIn(requirement), Marker: strings.TrimSpace(marker)}
	var err error
	switch {
	case text("path") != "":
		local.Folder, err = packageFolder(tree, text("path"))
	case text("git") != "":
		err = local.inRepository(text("git"), text("rev"), text("subdirectory"))
	case text("url") != "":
		r.Address = text("url")
		r.text = r.Name + extrasText(local.Extras) + " @ " + r.Address
		if local.Marker != "" {
			r.text += " ; " + local.Marker
		}
		return r, nil, nil
	case text("index") != "":
		set.Notes = append(set.Notes, place.Errorf("[tool.uv.sources]: the index %s of %s is not used, only the default one; name it in the key extra-index-urls", text("index"), r.Name).Error())
		return r, nil, nil
	default:
		return r, nil, place.Errorf("[tool.uv.sources]: %s has neither path, git, url nor index; add one, or remove the line", r.Name)
	}
	if err != nil {
		return r, nil, place.Errorf("[tool.uv.sources]: %s %w", r.Name, err)
	}
	return r, local, nil
}

// tablesOf returns a table, or the tables of an array, which TOML can write in two ways.
func tablesOf(value any) []map[string]any {
	switch value := value.(type) {
	case map[string]any:
		return []map[string]any{value}
	case []map[string]any:
		return value
	case []any:
		var tables []map[string]any
		for _, entry := range value {
			tables = append(tables, tablesOf(entry)...)
		}
		return tables
	}
	return nil
}

// extrasIn returns the extras of a requirement such as name[a,b]>=1.
func extrasIn(requirement string) []string {
	_, rest, found := strings.Cut(requirement, "[")
	if !found {
		return nil
	}
	names, _, _ := strings.Cut(rest, "]")
	return extrasOf(names)
}

func extrasText(extras []string) string {
	if len(extras) == 0 {
		return ""
	}
	return "[" + strings.Join(slices.Clone(extras), ",") + "]"
}
