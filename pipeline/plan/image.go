package plan

import (
	"path"
	"strconv"
	"strings"
)

// BaseImage is the slim official image that dev and prod stand on.
func (p *Plan) BaseImage() string {
	return "python:" + p.Python + "-" + p.Variant + "-" + p.suite()
}

// BuilderImage is the full official image, with compilers.
func (p *Plan) BuilderImage() string {
	return "python:" + p.Python + "-" + p.suite()
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
