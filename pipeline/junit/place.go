package junit

import (
	"encoding/xml"
	"regexp"
	"strconv"
)

// place is how pytest ends each entry of a traceback. Paths of the app are
// relative, those of the interpreter's library are not.
var place = regexp.MustCompile(`(?m)^([^\s/]\S*\.py):([0-9]+):( |$)`)

// placeOf takes the place from the traceback: pytest's default family of JUnit
// has no attributes for it, and the line of others is where the test begins.
// The first entry of the app is the test itself.
func placeOf(testCase xml.StartElement, text string) (file string, line int) {
	own := attribute(testCase, "file")
	file, number := own, attribute(testCase, "line")
	for _, m := range place.FindAllStringSubmatch(text, maxPlaces) {
		if own == "" || own == m[1] {
			file, number = m[1], m[2]
			break
		}
	}
	line, _ = strconv.Atoi(number) // what is no number is not known
	return file, line
}
