package lock

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	poetryClause  = regexp.MustCompile(`[\^~=!<>]*\s*[^\s,^~=!<>]+`)
	poetryVersion = regexp.MustCompile(`^(\^|~)\s*([0-9]{1,9}(?:\.[0-9]{1,9})*)$`)
)

// poetryVersions turns the versions of Python that a poetry.lock is made for into a
// version specifier. Poetry has ^ and ~ too. Of alternatives, between ||, the last
// one counts: it has the newest versions. What is not valid remains, and is an error
// where the specifier is read.
func poetryVersions(text string) string {
	alternatives := strings.Split(text, "||")
	var clauses []string
	for _, clause := range poetryClause.FindAllString(alternatives[len(alternatives)-1], -1) {
		clause = strings.TrimSpace(clause)
		m := poetryVersion.FindStringSubmatch(clause)
		switch {
		case clause == "*":
		case m != nil:
			clauses = append(clauses, ">="+m[2], "<"+nextRelease(m[2], m[1] == "^"))
		case clause[0] >= '0' && clause[0] <= '9':
			clauses = append(clauses, "=="+clause)
		default:
			clauses = append(clauses, clause)
		}
	}
	return strings.Join(clauses, ",")
}

// nextRelease is the first version that ^ (compatible) or ~ (the same minor version)
// does not accept any more.
func nextRelease(version string, compatible bool) string {
	numbers := strings.Split(version, ".")
	major, _ := strconv.Atoi(numbers[0])
	if compatible || len(numbers) == 1 {
		return strconv.Itoa(major + 1)
	}
	minor, _ := strconv.Atoi(numbers[1])
	return fmt.Sprintf("%d.%d", major, minor+1)
}
