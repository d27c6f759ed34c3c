package progress

// Color makes a terminal write in a colour.
type Color string

// Colours of what failed, passed, or should be looked at.
const (
	Red    Color = "\x1b[31m"
	Green  Color = "\x1b[32m"
	Yellow Color = "\x1b[33m"
)

// Paint gives text its colour.
func (c Color) Paint(text string) string { return string(c) + text + "\x1b[0m" }
