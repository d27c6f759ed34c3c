package plan

import (
	"strconv"
	"strings"

	"dagger/python-pipeline/settings"
)

// Images lists the official images for building, testing and smoke-testing the app.
func (p *Plan) Images() []string {
	images := []string{p.BaseImage(), p.BuilderImage()}
	if p.Services.Postgres != nil {
		images = append(images, p.PostgresImage())
	}
	if p.Services.Mailhog != nil {
		images = append(images, p.MailhogImage())
	}
	return images
}

// BaseImage is the slim official image of the stages dev and prod.
func (p *Plan) BaseImage() string {
	return "python:" + p.Python + "-" + p.Variant + "-" + p.suite()
}

// BuilderImage is the full official image, with compilers.
func (p *Plan) BuilderImage() string {
	return "python:" + p.Python + "-" + p.suite()
}

// PostgresImage is the official image of the app's PostgreSQL, with the app's Debian
// release.
func (p *Plan) PostgresImage() string {
	return "postgres:" + p.Services.Postgres.Version + "-" + p.suite()
}

const mailhogImage = "mailhog/mailhog:"

// MailhogRelease is the image of MailHog for an app that names no version.
var MailhogRelease = mailhogImage + settings.MailhogVersion

// MailhogImage is the image of the app's mail server.
func (p *Plan) MailhogImage() string { return mailhogImage + p.Services.Mailhog.Version }

// CompilerImage is the image that compiles for other images than those of an app.
var CompilerImage = (&Plan{Python: version3(defaultMinor)}).BuilderImage()

// suite is the Debian release of the images. It is explicit, since an app would
// otherwise change it together with the official images. From Debian 13's own Python
// version on it is Debian 13, and Debian 12 before.
func (p *Plan) suite() string {
	_, minor, _ := strings.Cut(p.Python, ".")
	if number, err := strconv.Atoi(minor); err == nil && number >= 13 {
		return "trixie"
	}
	return "bookworm"
}
