package plan

import (
	"encoding/json"
	"fmt"
	"strings"

	"dagger/python-pipeline/settings"
)

// decideSmoke completes the smoke check: its defaults depend on whether the app answers
// over HTTP.
func (r *reader) decideSmoke() error {
	smoke := r.settings.Smoke
	if smoke.Ends() && smoke.Status == nil {
		success := 0
		smoke.Status = &success
	}
	if r.plan.Web && smoke.Path == "" && !smoke.Ends() {
		smoke.Path = "/"
	}
	r.plan.Smoke = smoke

	value := "the app's command stays up"
	switch {
	case smoke.Path != "":
		var texts []string
		for _, request := range smoke.AllRequests() {
			text, err := r.requestText(request)
			if err != nil {
				return err
			}
			texts = append(texts, text)
		}
		value = strings.Join(texts, "; ")
	case smoke.Ends():
		value = commandText(smoke)
	}
	r.decide("smoke", fmt.Sprintf("%s (within %s)", value, smoke.Timeout), r.keyOrDefault("smoke"))
	return nil
}

func (r *reader) requestText(request settings.Request) (string, error) {
	text := fmt.Sprintf("GET %s on port %d answers ", request.Path, r.plan.Port)
	if request.Status != nil {
		text += fmt.Sprintf("with %d", *request.Status)
	} else {
		text += "below 500"
	}
	if len(request.JSON) > 0 {
		content, err := json.Marshal(request.JSON)
		if err != nil {
			return "", fmt.Errorf("pyproject.toml: [tool.python-pipeline]: smoke.json: %w", err)
		}
		text += fmt.Sprintf(", holds %s", content)
	}
	return text, nil
}

func commandText(smoke settings.Smoke) string {
	parts := []string{"the app's command"}
	if !smoke.Command.IsZero() {
		parts[0] = smoke.Command.String()
	}
	parts = append(parts, fmt.Sprintf("exits with %d", *smoke.Status))
	if smoke.Output != "" {
		parts = append(parts, fmt.Sprintf("prints %q", smoke.Output))
	}
	return strings.Join(parts, ", ")
}
