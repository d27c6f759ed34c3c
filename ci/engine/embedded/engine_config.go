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

// An engineConfig is the configuration of one engine. The supervisor reads it
// from a file, which also shows whether a running engine is the wanted one.
type engineConfig struct {
	Folder      Folder          `json:"folder"`
	Identity    networkIdentity `json:"identity"`
	Rootfs      string          `json:"rootfs"`
	StandIns    bool            `json:"stand_ins"`
	CacheLimit  int64           `json:"cache_limit"`
	Environment []string        `json:"environment"`
}

func (e *Engine) wantedConfig(ctx context.Context) (engineConfig, error) {
	id, err := e.folder.loadIdentity()
	if err != nil {
		return engineConfig{}, err
	}
	key, err := e.rootfsKey()
	if err != nil {
		return engineConfig{}, err
	}
	proxy, err := sdk.GoProxy(ctx)
	if err != nil {
		return engineConfig{}, err
	}
	// The prefix passes the variable to the containers that generate and build modules.
	environment := append([]string{"_DAGGER_ENGINE_SYSTEMENV_GOPROXY=" + proxy}, proxies.Environment()...)
	if e.settings.CABundle != "" {
		environment = append(environment, "SSL_CERT_FILE="+rootCABundle, "GIT_SSL_CAINFO="+rootCABundle)
	}
	return engineConfig{
		Folder: e.folder, Identity: id, Rootfs: filepath.Join(e.folder.rootfs(), key),
		StandIns: e.settings.StandIns, CacheLimit: e.settings.CacheLimit, Environment: environment,
	}, nil
}

// readConfig returns the configuration of the last start, whether that engine still runs or not.
func (e *Engine) readConfig() (engineConfig, error) {
	var c engineConfig
	content, err := os.ReadFile(e.folder.configFile())
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(content, &c)
}

// serves reports whether an engine runs with the wanted configuration and answers.
func (e *Engine) serves(wanted engineConfig) bool {
	last, err := e.readConfig()
	return err == nil && reflect.DeepEqual(last, wanted) && e.Alive()
}

// whyRestart returns the reason why a running engine cannot be used.
func (e *Engine) whyRestart(wanted engineConfig) string {
	last, err := e.readConfig()
	if err != nil {
		return "its settings are not known: " + err.Error()
	}
	var changed []string
	for _, setting := range []struct {
		name string
		same bool
	}{
		{fmt.Sprintf("stand-ins %s", map[bool]string{true: "on", false: "off"}[wanted.StandIns]), last.StandIns == wanted.StandIns},
		{fmt.Sprintf("cache limit %d bytes", wanted.CacheLimit), last.CacheLimit == wanted.CacheLimit},
		{"other programs or certificate authorities", last.Rootfs == wanted.Rootfs},
		{"proxy variables", reflect.DeepEqual(last.Environment, wanted.Environment)},
	} {
		if !setting.same {
			changed = append(changed, setting.name)
		}
	}
	if len(changed) == 0 {
		return "it does not answer"
	}
	return "its settings changed: " + strings.Join(changed, ", ")
}
