package plan

import (
	"path"
	"strconv"
	"strings"
)

// Images are the official images that building and trying the app takes.
func (p *Plan) Images() []string {
	images := []string{p.BaseImage(), p.BuilderImage()}
	if p.Settings.Services.Postgres != nil {
		images = append(images, p.PostgresImage())
	}
	if p.Settings.Services.Mailhog != nil {
		images = append(images, p.MailhogImage())
	}
	return images
}

// BaseImage is the slim official image that dev and prod stand on.
func (p *Plan) BaseImage() string {
	return "python:" + p.Python + "-" + p.Variant + "-" + p.suite()
}

// BuilderImage is the full official image, with compilers.
func (p *Plan) BuilderImage() string {
	return "python:" + p.Python + "-" + p.suite()
}

// PostgresImage is the official image of the app's PostgreSQL, on the Debian
// release of the app's own.
func (p *Plan) PostgresImage() string {
	return "postgres:" + p.Settings.Services.Postgres.Version + "-" + p.suite()
}

// MailhogImage is the image of the app's mail server.
func (p *Plan) MailhogImage() string {
	return "mailhog/mailhog:" + p.Settings.Services.Mailhog.Version
}

// suite is the Debian release of the images: the newest of which the official
// images of that Python have had all along.
func (p *Plan) suite() string {
	_, minor, _ := strings.Cut(p.Python, ".")
	if number, err := strconv.Atoi(minor); err == nil && number >= 13 {
		return "trixie"
	}
	return "bookworm"
}

// Base is the name of the file below /config.
func (f ConfigFile) Base() string { return path.Base(f.Path) }
