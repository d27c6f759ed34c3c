package settings

import (
	"strings"
	"testing"
)

func TestWithoutCredentials(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://me:secret@host/simple":                "https://***@host/simple",
		"https://secret@host/simple":                   "https://***@host/simple",
		"https://secret@host:8080/simple":              "https://***@host:8080/simple",
		"https://:secret@host":                         "https://***@host",
		"https://me:secret@host:8080/simple":           "https://***@host:8080/simple",
		"git+https://secret@github.com/a/b":            "git+https://***@github.com/a/b",
		"lark @ git+https://me:secret@host/b ; x > y":  "lark @ git+https://***@host/b ; x > y",
		"https://me:secret@one/ http://me:secret@two/": "https://***@one/ http://***@two/",

		// No correct address, which is why they come into an error.
		"https://me:s@secret@host":             "https://***@host",
		"https://me:s/secret@host":             "https://***@host",
		"https://me:s@s/secret@host/simple":    "https://***@host/simple",
		"https://me@example.com:secret@host":   "https://***@host",
		"https://me:8080secret/secret@host":    "https://***@host",
		"https://me:12@secret@host":            "https://***@host",
		"--index-url=https://me:s/secret@host": "--index-url=https://***@host",
		"https://me:s@one,https://you:s@two":   "https://***@two",
		"https://me:s@ss/secret@host.example":  "https://***@host.example",
		// The host may as well be part of the password.
		"git+https://me:secret@host/a/b@v1.0": "git+https://***@v1.0",

		// Nothing is hidden that is no secret.
		"git+https://me:secret@github.com/a/b@v1.0":      "git+https://***@github.com/a/b@v1.0",
		"git+https://me:s@secret@github.com:443/a/b@1.0": "git+https://***@github.com:443/a/b@1.0",
		"https://host/simple":                            "https://host/simple",
		"git+https://github.com/a/b@v1.0":                "git+https://github.com/a/b@v1.0",
		"https://host:8080/a@b":                          "https://host:8080/a@b",
		"git+ssh://git@host/a/b@v1.0":                    "git+ssh://***@host/a/b@v1.0",
		"git+ssh://git@host:2222/a/b@v1.0":               "git+ssh://***@host:2222/a/b@v1.0",
		"git@github.com:a/b":                             "git@github.com:a/b",
		"lark @ https://host/lark.zip":                   "lark @ https://host/lark.zip",
		"https://host/simple?asked-by=me@me":             "https://host/simple?asked-by=me@me",
		"me@example.com":                                 "me@example.com",
		"":                                               "",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got := WithoutCredentials(text)
			if got != want || strings.Contains(got, "secret") {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
