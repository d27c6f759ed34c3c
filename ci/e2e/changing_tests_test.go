//go:build linux

package e2e

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
)

// Tests may pass where they failed before, though nothing of the app has changed:
// a failure is found out anew by each run, once, and what passed stays so.
//
// Not in parallel, for TestSecondRunDoesNothing's reason.
func TestTestsThatChangeTheirMind(t *testing.T) {
	var status, ran atomic.Int32
	address := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		ran.Add(1)
		w.WriteHeader(int(status.Load()))
	})
	app := calculator(t, "changing", alone("test_asks.py", fmt.Sprintf("import urllib.request\n\n\ndef test_asks():\n    urllib.request.urlopen(\"http://%s/\")\n", address)))
	for i, run := range []struct {
		says      int
		variables []string
		passes    bool
		ran       int32
	}{
		{says: http.StatusInternalServerError, ran: 1},
		{says: http.StatusInternalServerError, ran: 2},
		{says: http.StatusInternalServerError, ran: 3},
		{says: http.StatusOK, passes: true, ran: 4},
		// The archive has the module do its work again; what passed is kept all the same.
		{says: http.StatusInternalServerError, variables: []string{"PIPELINE_ARCHIVE=1"}, passes: true, ran: 4},
		{says: http.StatusInternalServerError, variables: []string{"PIPELINE_FRESH=1"}, ran: 5},
	} {
		status.Store(int32(run.says))
		r := ci(t, run.variables, app)
		if passed := r.code == 0; passed != run.passes {
			t.Fatalf("run %d: exit status %d; the program said:\n%s", i, r.code, r.output)
		}
		if got := ran.Load(); got != run.ran {
			t.Errorf("run %d: the tests ran %d times by now, want %d", i, got, run.ran)
		}
	}
}
