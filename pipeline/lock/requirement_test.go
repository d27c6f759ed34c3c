package lock

import (
	"strings"
	"testing"

	"dagger/python-pipeline/source"
)

func TestParseRequirement(t *testing.T) {
	t.Parallel()
	const hash = " --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254"
	for _, test := range []struct {
		text, name, address string
		hashed              bool
	}{
		{"lark", "lark", "", false},
		{"Lark == 1.2.2", "lark", "", false},
		{"ruamel.yaml_clib==0.2.8", "ruamel-yaml-clib", "", false},
		{"uvicorn[standard]>=0.30,<1", "uvicorn", "", false},
		{"requests [security,socks] >= 2.8.1 ; python_version < '3.12'", "requests", "", false},
		{"requests (>=2.8)", "requests", "", false},
		{`colorama==0.4.6; sys_platform == "win32" and python_version >= "3.8"`, "colorama", "", false},
		{"lark~=1.2", "lark", "", false},
		{"lark!=1.2", "lark", "", false},
		{"lark===1.2-odd", "lark", "", false},
		{"lark==1.2.2" + hash, "lark", "", true},
		{"lark==1.2.2 ; python_version >= '3.11'" + hash + hash, "lark", "", true},
		{"lark==1.2.2 --hash=md5:d41d8cd98f00b204e9800998ecf8427e", "lark", "", false},
		{"lark==1.2.2 --config-settings=a=b", "lark", "", false},
		{"lark @ https://example.com/lark.zip", "lark", "https://example.com/lark.zip", false},
		{"lark@https://example.com/lark.zip" + hash, "lark", "https://example.com/lark.zip", true},
		{"lark @ https://example.com/lark.whl#sha256=8abb2f ; python_version > '3'", "lark", "https://example.com/lark.whl#sha256=8abb2f", true},
		{"git+https://example.com/lark.git@v1", "", "git+https://example.com/lark.git@v1", false},
		{"git+ssh://git@example.com/lark.git#egg=Lark_Parser&subdirectory=x", "lark-parser", "git+ssh://git@example.com/lark.git#egg=Lark_Parser&subdirectory=x", false},
		{"https://example.com/lark-1.2.2-py3-none-any.whl", "", "https://example.com/lark-1.2.2-py3-none-any.whl", false},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			got, err := parseRequirement(logicalLine{Place: source.Place{File: "r.txt", Line: 1}, text: test.text})
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != test.name || got.Address != test.address || got.Hashed != test.hashed {
				t.Errorf("name %q, address %q, hashed %t; want %q, %q, %t", got.Name, got.Address, got.Hashed, test.name, test.address, test.hashed)
			}
		})
	}
}

func TestParseRequirementErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pandas=1.0":                    `"pandas=1.0" is not a valid requirement; write it like name==1.2.3`,
		"pandas 1.0":                    "is not a valid requirement",
		"requests: 2.0":                 "is not a valid requirement",
		"==1.0":                         "is not a valid requirement",
		"<html>":                        "is not a valid requirement",
		"<<<<<<< HEAD":                  "is not a valid requirement",
		"me:pass@x git://a:secret@b oh": "is not a valid requirement",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := parseRequirement(logicalLine{Place: source.Place{File: "r.txt", Line: 7}, text: text})
			if err == nil {
				t.Fatalf("%+v, want an error", got)
			}
			if !strings.HasPrefix(err.Error(), "r.txt: line 7: ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q, want %q", err, want)
			}
		})
	}
}

func TestParseOption(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"-r base.txt":               {"--requirement", "base.txt"},
		"-rbase.txt":                {"--requirement", "base.txt"},
		"-r=base.txt":               {"--requirement", "base.txt"},
		"--requirement base.txt":    {"--requirement", "base.txt"},
		"--requirement=base.txt":    {"--requirement", "base.txt"},
		`-r "my base.txt"`:          {"--requirement", "my base.txt"},
		"-c\tlimits.txt":            {"--constraint", "limits.txt"},
		"-e .":                      {"--editable", "."},
		"-i https://example.com/?a": {"--index-url", "https://example.com/?a"},
		"--extra-index-url=https://example.com/?a=b": {"--extra-index-url", "https://example.com/?a=b"},
		"--require-hashes":                           {"--require-hashes", ""},
		"--no-binary :all:":                          {"--no-binary", ":all:"},
		"-r":                                         {"--requirement", ""},
		"-":                                          {"-", ""},
	} {
		if name, value := parseOption(text); name != want[0] || value != want[1] {
			t.Errorf("%q gives %q, %q; want %q, %q", text, name, value, want[0], want[1])
		}
	}
}
