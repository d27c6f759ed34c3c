package lock

import "testing"

const hash = "--hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254"

func TestHashed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		source      files
		hashed, dev bool
	}{
		{"none", files{"requirements.txt": "lark==1.2.2\n"}, false, false},
		{"all", files{"requirements.txt": "lark==1.2.2 \\\n    " + hash + "\nidna==3.7 " + hash + "\n"}, true, false},
		{"no requirement at all", files{"requirements.txt": "--require-hashes\n"}, false, false},
		{"an address with its hash", files{"requirements.txt": "lark==1.2.2 " + hash + "\nidna @ https://example.com/idna.zip " + hash + "\n"}, true, false},
		{"a constraint needs none", files{"requirements.txt": "-c pins.txt\nlark==1.2.2 " + hash + "\n", "pins.txt": "idna<4\n"}, true, false},
		{"a folder needs none", files{"requirements.txt": "lark==1.2.2 " + hash + "\n./libs/core\n", "libs/core/setup.py": ""}, true, false},
		{"a folder alone, hashes required", files{"requirements.txt": "--require-hashes\n./libs/core\n", "libs/core/setup.py": ""}, true, false},
		{"a folder alone", files{"requirements.txt": "./libs/core\n", "libs/core/setup.py": ""}, false, false},
		{"both lists", files{"requirements.txt": "lark==1.2.2 " + hash + "\n", "requirements-dev.txt": "-r requirements.txt\npytest==8.3.4 " + hash + "\n"}, true, true},
		{"tests without, on top of production with", files{"requirements.txt": "lark==1.2.2 " + hash + "\n", "requirements-dev.txt": "-r requirements.txt\npytest==8.3.4\n"}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := read(t, beside(test.source), Keys{})
			if l.Production.Hashed != test.hashed || l.Development.Hashed != test.dev {
				t.Errorf("hashed %t, of the tests %t; want %t, %t", l.Production.Hashed, l.Development.Hashed, test.hashed, test.dev)
			}
		})
	}
}

func TestHashErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"one has none", files{"requirements.txt": "idna==3.7 " + hash + "\n\nlark==1.2.2\n"},
			"requirements.txt: line 3: lark has no hash, but idna has one (requirements.txt: line 1); run the tool that wrote the file with hashes"},
		{"the first has none", files{"requirements.txt": "lark==1.2.2\nidna==3.7 " + hash + "\n"}, "requirements.txt: line 1: lark has no hash, but idna has one"},
		{"in an included file", files{"requirements.txt": "-r base.txt\nidna==3.7 " + hash + "\n", "base.txt": "# base\nlark==1.2.2\n"}, "base.txt: line 2: lark has no hash"},
		{"an address", files{"requirements.txt": "idna==3.7 " + hash + "\nhttps://example.com/lark.zip\n"},
			"requirements.txt: line 2: https://example.com/lark.zip is an address without a hash, but idna has one (requirements.txt: line 1); add --hash=sha256:…"},
		{"required", files{"requirements.txt": "--require-hashes\nlark==1.2.2\n"}, "requirements.txt: line 2: lark has no hash, but requirements.txt: line 1 has --require-hashes"},
		{"required of the tests", files{"requirements-dev.txt": "--require-hashes\npytest==8.3.4\n"}, "requirements-dev.txt: line 2: pytest has no hash"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, beside(test.source), Keys{}, test.want)
		})
	}
}
