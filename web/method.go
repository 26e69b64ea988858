package web

import (
	"net/http"
	"slices"
	"strings"
)

// methods answers 405 where an address of the route table is asked with a
// method that it does not have; the mux would hand the request to the route
// that takes every other address. Links know their methods themselves (gate.go).
func (s *server) methods(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); !strings.Contains(pattern, " ") {
			if allow := allowedAt(mux, r); len(allow) > 0 {
				s.page(func(w http.ResponseWriter, r *http.Request) error {
					w.Header().Set("Allow", strings.Join(allow, ", "))
					return s.answer(w, r, wrongMethod())
				}).ServeHTTP(w, r)
				return
			}
		}
		mux.ServeHTTP(w, r)
	})
}

// allowedAt lists the methods that routes name for the address of r; none: no
// route does, or none but those that take every method.
func allowedAt(mux *http.ServeMux, r *http.Request) []string {
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		_, pattern := mux.Handler(&http.Request{Method: method, URL: r.URL, Host: r.Host})
		if strings.HasPrefix(pattern, method+" ") {
			allow = append(allow, method)
		}
	}
	if i := slices.Index(allow, http.MethodGet); i >= 0 {
		allow = slices.Insert(allow, i+1, http.MethodHead) // a route for GET takes it too
	}
	return allow
}
