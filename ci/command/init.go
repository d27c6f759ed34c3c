package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"python-pipeline/ci/wholefile"
)

func (p *program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init APP",
		Short:   "write what was detected of an app into its pyproject.toml, with comments, to change it there; needs no engine",
		Example: "  go run ./ci init services/shop",
		Args:    exactlyOne("init: it takes the folder of one app: `go run ./ci init services/shop`"),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.writeTable(cmd.Context(), args) },
	}
}

func (p *program) writeTable(ctx context.Context, folders []string) error {
	setup, err := p.setup(ctx, folders)
	if err != nil {
		return err
	}
	defer setup.Display.Close()
	if err := p.stopCommands(setup.Config); err != nil {
		return err
	}
	app, err := onlyApp(ctx, setup)
	if err != nil {
		return err
	}
	file := filepath.Join(app.Folder, "pyproject.toml")
	if err := appendTable(file, app.Plan.Table()); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	setup.Display.Close()
	fmt.Printf("%s: added [tool.python-pipeline]; the plan is the same with it\n", file)
	return nil
}

// appendTable adds the table to a pyproject.toml, or makes the file.
func appendTable(file, table string) error {
	text, err := os.ReadFile(file)
	mode := fs.FileMode(0o644)
	if err == nil {
		var info fs.FileInfo
		if info, err = os.Lstat(file); err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s: it is not a regular file; name the app's own folder", file)
		} else if err == nil {
			mode = info.Mode().Perm()
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	document, err := toml.Decode(string(text), new(map[string]any))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if document.IsDefined("tool", "python-pipeline") {
		return fmt.Errorf("%s: it has [tool.python-pipeline] already; `go run ./ci plan` shows what is detected beside it", file)
	}
	before := strings.TrimRight(string(text), "\n")
	if before != "" {
		before += "\n\n"
	}
	return wholefile.Write(file, []byte(before+table), mode)
}
