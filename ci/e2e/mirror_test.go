//go:build linux

package e2e

import (
	"io"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"

	"python-pipeline/ci/advisories/advisoriestest"
)

// A mirror of the scanner's database serves in place of the default sources;
// one that does not answer is passed over.
func TestDatabaseFromAMirror(t *testing.T) {
	t.Parallel()
	// Containers reach this machine by its address in their network.
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: registry.New(registry.Logger(log.New(io.Discard, "", 0)))}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := advisoriestest.Push(t.Context(), smallDatabase(t), "127.0.0.1:"+port+"/trivy-db:2"); err != nil {
		t.Fatal(err)
	}
	mirror := net.JoinHostPort(bridgeAddress(t), port) + "/trivy-db"
	r := ci(t, []string{"TRIVY_DB_REPOSITORY=127.0.0.1:9/trivy-db," + mirror}, calculator(t, "mirrored")).mustPass(t)
	scan := r.app(t, "mirrored").Scan
	if scan == nil || scan.Counts["CRITICAL"] != 1 || scan.Database.Small || scan.Database.Updated == "" {
		t.Errorf("scan: %+v", scan)
	}
	if found := readFile(t, filepath.Join(r.dist, named("mirrored"), "trivy.txt")); !strings.Contains(found, "CVE-2023-45853") {
		t.Errorf("trivy.txt:\n%s", found)
	}
}

// bridgeAddress is this machine's in the network of the engine's containers, a
// private one: there Trivy speaks plain HTTP.
func bridgeAddress(t *testing.T) string {
	t.Helper()
	bridge, _, _ := strings.Cut(strings.Fields(engineStatus(t)["network"])[1], ",")
	device, err := net.InterfaceByName(bridge)
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := device.Addrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		if ip := address.(*net.IPNet).IP.To4(); ip != nil {
			return ip.String()
		}
	}
	t.Fatalf("%s has no address: %v", bridge, addresses)
	return ""
}
