package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"time"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/freshness"
	"python-pipeline/ci/wholefile"
)

const (
	// dockerIO is the address that a client requests before each pull from docker.io.
	dockerIO = "https://registry-1.docker.io/v2/"
	// probeLimit is how long docker.io may take to answer.
	probeLimit = 3 * time.Second
	// probeMaxAge is how long a result is used. It is long because another result restarts the engine.
	probeMaxAge = time.Hour
)

// A probeResult says whether docker.io could be reached.
type probeResult struct {
	Reachable bool      `json:"reachable"`
	Reason    string    `json:"said"`
	Time      time.Time `json:"asked"`
}

// ProbeDockerIO reports whether docker.io can be reached, and the reason. The result is stored for probeMaxAge.
func (f Folder) ProbeDockerIO(ctx context.Context) (reachable bool, why string) {
	var last probeResult
	content, err := os.ReadFile(f.probeFile())
	if err == nil && json.Unmarshal(content, &last) == nil && freshness.Within(probeMaxAge, last.Time, time.Now()) {
		return last.Reachable, last.Reason
	}
	result := requestDockerIO(ctx, dockerIO)
	if ctx.Err() != nil {
		return result.Reachable, result.Reason // interrupted: do not store it
	}
	if content, err = json.Marshal(result); err == nil && cachefolder.Create(string(f)) == nil {
		// Without the file the next run probes again, nothing worse.
		_ = wholefile.Write(f.probeFile(), content, 0o600)
	}
	return result.Reachable, result.Reason
}

func requestDockerIO(ctx context.Context, address string) probeResult {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	result := probeResult{Time: time.Now()}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		result.Reason = err.Error()
		return result
	}
	// A page that redirects to a login is not docker.io.
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		result.Reason = "docker.io cannot be reached: " + describeError(err)
		return result
	}
	defer response.Body.Close()
	// Without a login the registry answers 401; a proxy that blocks the request answers with another status.
	result.Reachable = response.StatusCode == http.StatusOK || response.StatusCode == http.StatusUnauthorized
	result.Reason = "docker.io answers " + response.Status
	return result
}

// describeError omits address and operation, which the message has already.
func describeError(err error) string {
	if dns, is := errors.AsType[*net.DNSError](err); is {
		return dns.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in " + probeLimit.String()
	}
	if operation, is := errors.AsType[*net.OpError](err); is {
		return operation.Err.Error()
	}
	return err.Error()
}
