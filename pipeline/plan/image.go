package plan

import (
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

// suite is the Debian release of the images. It is named, since an app would
// otherwise change it on the day that the official images do. From the Python on
// that Debian 13 itself has it is Debian 13, for those before it is Debian 12.
func (p *Plan) suite() string {
	_, minor, _ := strings.Cut(p.Python, ".")
	if number, err := strconv.Atoi(minor); err == nil && number >= 13 {
		return "trixie"
	}
	return "bookworm"
}
