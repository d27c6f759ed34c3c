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
	// dockerIO is what every pull from docker.io asks first.
	dockerIO = "https://registry-1.docker.io/v2/"
	// probeLimit is how long it may take to answer.
	probeLimit = 3 * time.Second
	// probeMaxAge is how long an answer holds: another one restarts the
	// engine.
	probeMaxAge = time.Hour
)

// A probeAnswer says whether docker.io could be reached.
type probeAnswer struct {
	Reachable bool      `json:"reachable"`
	Said      string    `json:"said"`
	Asked     time.Time `json:"asked"`
}

// DockerIO says whether docker.io can be reached, and how that is known. The
// answer is kept for an hour.
func (f Folder) DockerIO(ctx context.Context) (reachable bool, why string) {
	var last probeAnswer
	content, err := os.ReadFile(f.probe())
	if err == nil && json.Unmarshal(content, &last) == nil && freshness.Within(probeMaxAge, last.Asked, time.Now()) {
		return last.Reachable, last.Said
	}
	answer := askDockerIO(ctx, dockerIO)
	if ctx.Err() != nil {
		return answer.Reachable, answer.Said // interrupted: that is no answer
	}
	if content, err = json.Marshal(answer); err == nil && cachefolder.Create(string(f)) == nil {
		// Without the note the question is asked again, that is all.
		_ = wholefile.Write(f.probe(), content, 0o600)
	}
	return answer.Reachable, answer.Said
}

func askDockerIO(ctx context.Context, address string) probeAnswer {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	answer := probeAnswer{Asked: time.Now()}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		answer.Said = err.Error()
		return answer
	}
	// A page that redirects to a login is not docker.io.
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		answer.Said = "docker.io cannot be reached: " + cause(err)
		return answer
	}
	defer response.Body.Close()
	// Without a login the registry answers 401; a proxy that forbids the way
	// answers something else.
	answer.Reachable = response.StatusCode == http.StatusOK || response.StatusCode == http.StatusUnauthorized
	answer.Said = "docker.io answers " + response.Status
	return answer
}

// cause leaves out the address and the operation, which the sentence has.
func cause(err error) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return dns.Err
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in " + probeLimit.String()
	}
	var operation *net.OpError
	if errors.As(err, &operation) {
		return operation.Err.Error()
	}
	return err.Error()
}
