package up

import (
	"errors"
	"testing"
)

func TestStartError(t *testing.T) {
	t.Parallel()
	err := startError("shop", errors.New("exit code: 1"), "no module named shop\nend")
	if want := "shop: it did not start: exit code: 1; its output ends with\n  no module named shop\n  end"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if err := startError("shop", errors.New("exit code: 1"), ""); err.Error() != "shop: it did not start: exit code: 1" {
		t.Error(err)
	}
}
