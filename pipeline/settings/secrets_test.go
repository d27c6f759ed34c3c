package settings

import "testing"

func TestPublic(t *testing.T) {
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
			if err := public(name, "x"); (err != nil) != secret {
				t.Errorf("error %v, want one: %t", err, secret)
			}
		})
	}
}
