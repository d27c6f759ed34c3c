package plan

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ project, option, name, user, decided string }{
		{"calculator", "folder", "calculator", "calculator", "calculator | [project] name in pyproject.toml"},
		{"", "folder", "folder", "folder", "folder | the source folder"},
		{"", "", "app", "app", "app | the default"},
		{"My Shop", "", "my-shop", "my-shop", `my-shop ("My Shop" made valid) | [project] name in pyproject.toml`},
		{"Zope.Interface__x", "", "zope.interface-x", "zope-interface-x", ""},
		{"--a..b_-c--", "", "a-b-c", "a-b-c", ""},
		{"2048", "", "2048", "app-2048", ""},
		{"日本", "", "app", "app", "app | the default"},
		{"backup", "", "backup", "backup-app", ""},
		{"users", "", "users", "users-app", ""},
		{"root", "", "root", "root-app", ""},
		{"../../etc/cron.d", "", "etc-cron.d", "etc-cron-d", `etc-cron.d ("../../etc/cron.d" made valid) | [project] name in pyproject.toml`},
		{"..", "folder", "app", "app", ""},
		{"a..//b", "", "a-b", "a-b", ""},
		{strings.Repeat("x", 300), "", strings.Repeat("x", 128), strings.Repeat("x", 32), ""},
		{strings.Repeat("long-", 30), "", strings.TrimRight(strings.Repeat("long-", 26)[:128], "-"), "long-long-long-long-long-long-lo", ""},
	} {
		t.Run(test.project+"/"+test.option, func(t *testing.T) {
			t.Parallel()
			source := app(nil)
			if test.project != "" {
				source["pyproject.toml"] = "[project]\nname = \"" + test.project + "\"\n"
			}
			plan, err := Read(source.fs(), Options{Name: test.option})
			if err != nil {
				t.Fatal(err)
			}
			if plan.Name != test.name || plan.User != test.user {
				t.Errorf("name %q, user %q; want %q, %q", plan.Name, plan.User, test.name, test.user)
			}
			if got := decision(plan, "name"); test.decided != "" && got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
		})
	}
}

func TestUserKey(t *testing.T) {
	t.Parallel()
	plan := read(t, app(files{"": `user = "calc"`}))
	if got := decision(plan, "user"); plan.User != "calc" || got != `calc | the key "user"` {
		t.Errorf("user %q, decision %q", plan.User, got)
	}
}
