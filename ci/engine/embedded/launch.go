//go:build linux

package embedded

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"python-pipeline/ci/engine/embedded/proxies"
	"python-pipeline/ci/engine/embedded/sdk"
)

// A launch is all that a supervisor is told, and by which a running engine is
// recognised as the wanted one.
type launch struct {
	Folder      Folder   `json:"folder"`
	Identity    identity `json:"identity"`
	Rootfs      string   `json:"rootfs"`
	StandIns    bool     `json:"stand_ins"`
	CacheLimit  int64    `json:"cache_limit"`
	Environment []string `json:"environment"`
}

// wanted describes the engine as the settings ask for it.
func (e *Engine) wanted(ctx context.Context) (launch, error) {
	id, err := e.folder.readIdentity()
	if err != nil {
		return launch{}, err
	}
	key, err := e.rootfsKey()
	if err != nil {
		return launch{}, err
	}
	l := launch{
		Folder:     e.folder,
		Identity:   id,
		Rootfs:     filepath.Join(e.folder.rootfs(), key),
		StandIns:   e.settings.StandIns,
		CacheLimit: e.settings.CacheLimit,
	}
	proxy, err := sdk.GoProxy(ctx)
	if err != nil {
		return launch{}, err
	}
	// The prefix hands it on to the containers that generate and build modules.
	l.Environment = append(l.Environment, "_DAGGER_ENGINE_SYSTEMENV_GOPROXY="+proxy)
	l.Environment = append(l.Environment, proxies.Environment()...)
	if e.settings.CABundle != "" {
		l.Environment = append(l.Environment, "SSL_CERT_FILE="+rootCABundle, "GIT_SSL_CAINFO="+rootCABundle)
	}
	return l, nil
}

// launched is what was launched last, whether it runs or not.
func (e *Engine) launched() (launch, error) {
	var l launch
	content, err := os.ReadFile(e.folder.launch())
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(content, &l)
}

// serves says whether an engine runs as wanted and answers.
func (e *Engine) serves(wanted launch) bool {
	last, err := e.launched()
	return err == nil && reflect.DeepEqual(last, wanted) && e.Alive()
}

// whyRestart says why an engine that runs does not serve.
func (e *Engine) whyRestart(wanted launch) string {
	last, err := e.launched()
	if err != nil {
		return "its settings are not known: " + err.Error()
	}
	var changed []string
	for _, c := range []struct {
		what string
		same bool
	}{
		{fmt.Sprintf("stand-ins %s", map[bool]string{true: "on", false: "off"}[wanted.StandIns]), last.StandIns == wanted.StandIns},
		{fmt.Sprintf("cache limit %d bytes", wanted.CacheLimit), last.CacheLimit == wanted.CacheLimit},
		{"other programs or certificate authorities", last.Rootfs == wanted.Rootfs},
		{"proxy variables", reflect.DeepEqual(last.Environment, wanted.Environment)},
	} {
		if !c.same {
			changed = append(changed, c.what)
		}
	}
	if len(changed) == 0 {
		return "it does not answer"
	}
	return "its settings changed: " + strings.Join(changed, ", ")
}
