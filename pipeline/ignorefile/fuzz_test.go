package ignorefile

import (
	"strings"
	"testing"
)

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"vulnerabilities:\n  - id: CVE-2024-42005\n    statement: why\n    expired_at: 2026-12-31\n    paths: [\"venv/**\"]\n    purls: [\"pkg:pypi/django@4\"]\n",
		"secrets:\n  - &one {id: a}\n  - *one\n  - {<<: *one}\n", "&a\n<<: *a\n", "&a [*a]\n", "a: &a\n  b: *a\n", "? a\n: b\n", "- - - -\n", "{{{{", "!!binary a\n", "!!timestamp x: 1\n", "secrets: [{id: a, expired_at: {}}]\n", "secrets: [{id: a, expired_at: !!int 1}]\n",
		"%YAML 9.9\n---\n", "---\n---\n", "\xff", "\x00", "a: \"\\u202e\\e\"\n", "CVE-2024-42005 exp:2026-12-31 # why\n", "CVE-1 exp:never\n", strings.Repeat("[", 20_000), strings.Repeat("? ", 5_000), strings.Repeat("- ", 5_000), "a: |9\n", "secrets:\n- id: a\n  expired_at: 99999-01-01\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{".trivyignore.yaml", ".trivyignore"} {
			warnings, err := File{name, text}.Check(today)
			if err != nil {
				if len(warnings) > 0 || !strings.HasPrefix(err.Error(), name+": ") {
					t.Errorf("the error %q and the warnings %q", err, warnings)
				}
				continue
			}
			for _, warning := range warnings {
				if !strings.HasPrefix(warning, name+": ") {
					t.Errorf("the warning %q", warning)
				}
			}
		}
	})
}
