package settings

import (
	"strings"
	"testing"
)

func TestNotSecret(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]bool{
		"DB_PASS": true, "MYSQL_PASS": true, "PASS": true, "smtp_pass": true, "REDIS_PW": true, "PGPASSWORD": true, "DB_PWD": true,
		"FERNET_KEY": true, "AIRFLOW__CORE__FERNET_KEY": true, "JWT_KEY": true, "OPENAI_API_KEYS": true, "APIKEY": true,
		"AZURE_STORAGE_ACCOUNT_KEY": true, "ENCRYPT_KEY": true, "RAILS_MASTER_KEY": true, "DOOR_PASSCODE": true,
		"SLACK_WEBHOOK_SECRET": true, "GITHUB_TOKEN": true,

		"BYPASS": false, "COMPASS": false, "COMPASS_URL": false, "PASS_THROUGH": false, "PASSENGER_PORT": false, "PWD": false,
		"TOKENIZERS_PARALLELISM": false, "PRIMARY_KEY": false, "PUBLIC_KEY": false, "CACHE_KEY": false, "HOTKEY": false, "MONKEY": false,
		"FERNET_KEY_FILE": false, "DB_PASS_FILE": false, "KEYCLOAK_REALM": false,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := notSecret(name, "x"); (err != nil) != secret {
				t.Errorf("error %v, want one: %t", err, secret)
			}
		})
	}
}

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

		// Invalid addresses, which is why an error quotes them.
		"https://me:s@secret@host":             "https://***@host",
		"https://me:s/secret@host":             "https://***@host",
		"https://me:s@s/secret@host/simple":    "https://***@host/simple",
		"https://me@example.com:secret@host":   "https://***@host",
		"https://me:8080secret/secret@host":    "https://***@host",
		"https://me:12@secret@host":            "https://***@host",
		"--index-url=https://me:s/secret@host": "--index-url=https://***@host",
		"https://me:s@one,https://you:s@two":   "https://***@two",
		"https://me:s@ss/secret@host.example":  "https://***@host.example",
		// The host may be a part of the password.
		"git+https://me:secret@host/a/b@v1.0": "git+https://***@v1.0",

		// Text without a secret stays as it is.
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
