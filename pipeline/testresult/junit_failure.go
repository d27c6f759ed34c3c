package testresult

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"dagger/python-pipeline/report"
)

// Limits of the parts of a failure that are stored or searched.
const (
	maxName    = 500    // bytes of a name
	maxMessage = 4_000  // bytes of a message
	maxText    = 50_000 // bytes of an output
	maxPlaces  = 1_000  // entries of a traceback
)

// readFailure reads the failure or error of a test case, and adds it to the failures unless there are
// report.MaxFailures.
func (d *document) readFailure(testCase, start xml.StartElement, failures *[]report.FailedTest) error {
	var text strings.Builder
	if err := d.readChildren(d.skip, func(part []byte) { text.Write(part) }); err != nil {
		return err
	}
	if len(d.tests.Failures)+len(*failures) >= report.MaxFailures {
		return nil
	}
	file, line := placeOf(testCase, text.String())
	name := attribute(testCase, "name")
	if class := attribute(testCase, "classname"); class != "" {
		name = class + "." + name
	}
	*failures = append(*failures, report.FailedTest{
		Name: cut(name, maxName), File: cut(file, maxName), Line: line,
		Message: cut(strings.TrimSpace(attribute(start, "message")), maxMessage), Output: cut(strings.Trim(text.String(), "\n"), maxText),
	})
	return nil
}

// place matches the end of each entry of pytest's traceback. Paths of the app are relative, paths of the interpreter's
// library are not.
var place = regexp.MustCompile(`(?m)^([^\s/]\S*\.py):([0-9]+):( |$)`)

// placeOf returns the file and line of a failure from the traceback: pytest's default JUnit family has no attributes
// for them, and the line of other families is where the test begins. The first entry of the app is the test itself.
func placeOf(testCase xml.StartElement, text string) (file string, line int) {
	testFile := attribute(testCase, "file")
	file, number := testFile, attribute(testCase, "line")
	for _, m := range place.FindAllStringSubmatch(text, maxPlaces) {
		if testFile == "" || testFile == m[1] {
			file, number = m[1], m[2]
			break
		}
	}
	line, _ = strconv.Atoi(number) // 0 if it is not a number
	return file, line
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cut shortens a text to about this many bytes.
func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "") + "…"
}
