package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
)

// restrictWrites answers requests that change something only when they carry
// the password, whatever the user's name. Reading needs none: the engine pulls
// from its mirror without a login. distribution's own access controllers ask
// for a login in both cases.
func restrictWrites(password string, next http.Handler) http.Handler {
	want := sha256.Sum256([]byte(password))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			_, given, _ := r.BasicAuth()
			got := sha256.Sum256([]byte(given))
			if subtle.ConstantTimeCompare(got[:], want[:]) == 0 {
				refuse(w)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="registry of the embedded engine"`)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprintln(w, `{"errors":[{"code":"UNAUTHORIZED","message":"writing needs the login of this engine"}]}`)
}
