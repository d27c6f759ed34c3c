package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnpinned(t *testing.T) {
	t.Parallel()
	l := read(t, files{
		"requirements.txt": "-r base.txt\n-c constraints.txt\nlark==1.2.2\nidna >= 3\nurllib3==2.*\nuvicorn[standard] (==0.30)\nold<2 ; python_version == '3.8'\nflask\n" +
			"exact===1.0\nwheel @ https://example.com/wheel-1.whl\nseveral>=1,==1.5\n",
		"base.txt":        "six~=1.16\n",
		"constraints.txt": "Flask==3.0\nidna<4\n",
	}, Keys{})
	var got []string
	for _, r := range l.Production.Unpinned() {
		got = append(got, r.Name+" "+r.Place.String())
	}
	want := []string{"six base.txt: line 1", "idna requirements.txt: line 4", "urllib3 requirements.txt: line 5", "old requirements.txt: line 7"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unpinned packages differ (-want +got):\n%s", diff)
	}
}
