package sdk

import "testing"

// A user's own proxies are asked after the answers.
func TestGoProxy(t *testing.T) {
	t.Setenv("GOPROXY", "https://proxy.example,direct")
	got, err := GoProxy(t.Context())
	if want := "file:///usr/local/share/python-pipeline/goproxy,https://proxy.example,direct"; got != want || err != nil {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}
