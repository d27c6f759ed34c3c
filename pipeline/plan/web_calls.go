package plan

import "regexp"

// webCalls are the calls that make an object of a protocol.
var webCalls = []struct {
	protocol protocol
	pattern  *regexp.Regexp
}{
	{wsgi, regexp.MustCompile(`\b(?:(?:API)?Flask|Bottle|Dash|Pyramid)\(|\bfalcon\.(?:App|API)\(|\bmake_wsgi_app\(`)},
	{asgi, regexp.MustCompile(`\b(?:FastAPI|Starlette|Litestar|Quart|Sanic)\(|\bfalcon\.asgi\.App\(`)},
}

// madeBy returns the protocol of the first object that a text makes; "" where it makes
// none.
func madeBy(text string) protocol {
	first, made := len(text), protocol("")
	for _, call := range webCalls {
		if at := call.pattern.FindStringIndex(text); at != nil && at[0] < first {
			first, made = at[0], call.protocol
		}
	}
	return made
}

// protocolOf returns the protocol of the object in a module: that of the framework that
// makes it, or the one that the module is named for, or that of the lock's first
// framework.
func (r *reader) protocolOf(module, text string) protocol {
	if made := madeBy(text); made != "" {
		return made
	}
	if module == string(wsgi) || module == string(asgi) {
		return protocol(module)
	}
	f, _, _ := r.framework()
	return f.protocol
}
