package failure

import "testing"

func TestNotWritable(t *testing.T) {
	t.Parallel()
	const (
		lasting = ", or to volumes if the data must last"
		ofHome  = "HOME names the home of the app's user, who may write there: let the app take the folder from it (`pathlib.Path.home()`), and no key set another HOME"
		ofCode  = "packages must stay as they are; let it write below HOME or /tmp, by a variable in the key env if the package has one, such as MPLCONFIGDIR or NLTK_DATA"
	)
	for file, want := range map[string]string{
		"/app/media":              `add it to the key writable, such as writable = ["media"]` + lasting,
		"/app/media/a/photo.jpg":  `add its folder to the key writable, such as writable = ["media/a"]` + lasting,
		"/app/app.log":            "let it write into a folder of its own there, such as /app/data, and name that in the key writable",
		"/var/log/shop.log":       "let it write into a folder of its own there, such as /var/log/data, and name that in the key writable",
		"/data/shop.db":           `add its folder to the key writable, such as writable = ["/data"]` + lasting,
		"/nonexistent/.cache":     ofHome,
		"/root/.config/shop.toml": ofHome,
		"/venv/lib/python3.11/site-packages/nltk_data": ofCode,
		"/usr/share/nltk_data":                         ofCode,
		"/var/run/shop.pid":                            "sockets and files with process numbers belong into /tmp, which every app may write",
		"/config/shop.toml":                            "configuration must stay as it is; let it write below HOME, or into a folder that the key writable names",
	} {
		want = "the app's user may not write " + file + ": " + want
		if got := notWritable(file); got != want {
			t.Errorf("%s: advice %q, want %q", file, got, want)
		}
	}
	if got, want := notWritable("media"), notWritable("/app/media"); got != want {
		t.Errorf("a path below the app's folder: %q, want %q", got, want)
	}
}
