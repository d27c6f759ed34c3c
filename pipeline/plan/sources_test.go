package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSourcesOfPipfileLock(t *testing.T) {
	t.Parallel()
	const advice = " is not asked, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is asked too; credentials belong in the variables"
	warning := func(source string) []string { return []string{"Pipfile.lock: its own source " + source + advice} }
	for _, test := range []struct {
		name, sources, table string
		options              Options
		want                 []string
	}{
		{name: "none"},
		{name: "the environment's", sources: `{"name": "index", "url": "${PIP_INDEX_URL}", "verify_ssl": true}`},
		{name: "the public one, as Pipenv writes it", sources: `{"name": "pypi", "url": "https://pypi.example/simple"}`},
		{name: "one of a company", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`,
			want: warning("acme (https://packages.acme.example/simple)")},
		{name: "one in the place of the public one", sources: `{"name": "pypi", "url": "https://pypi.acme.example/simple"}`,
			want: warning("pypi (https://pypi.acme.example/simple)")},
		{name: "beside the public one", sources: `{"name": "pypi", "url": "https://pypi.example/simple"}, {"name": "acme", "url": "https://packages.acme.example/simple"}`,
			want: warning("acme (https://packages.acme.example/simple)")},
		{name: "with credentials", sources: `{"name": "acme", "url": "https://ann:hunter2@3@packages.acme.example/simple"}`,
			want: warning("acme (https://***@packages.acme.example/simple)")},
		{name: "with credentials of the environment", sources: `{"name": "acme", "url": "https://${USER}:${PASSWORD}@packages.acme.example/simple"}`,
			want: warning("acme (https://***@packages.acme.example/simple)")},
		{name: "the key names it", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, table: `index-url = "https://packages.acme.example/simple"`},
		{name: "the key names it beside another", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, table: `extra-index-urls = ["https://packages.acme.example/simple"]`},
		{name: "the caller names one", sources: `{"name": "acme", "url": "https://packages.acme.example/simple"}`, options: Options{Index: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lock := strings.Replace(lockOf([]string{release("lark")}, nil), `"pipfile-spec": 6`, `"pipfile-spec": 6, "sources": [`+test.sources+`]`, 1)
			plan, err := Read(tested(pipenv(nil, files{"Pipfile.lock": lock, "": test.table})).fs(), test.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}
