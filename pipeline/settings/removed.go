package settings

// removed says of keys that earlier releases had what to do instead.
var removed = map[string]string{
	"installer": "uv always installs the requirements: remove the key",
}
