package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// problem is the body for machines. Type is stable; nothing in it is secret.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

func writeProblem(w http.ResponseWriter, n notice) error {
	var detail []string
	for _, text := range n.view.Lead {
		detail = append(detail, text.String())
	}
	body, err := json.Marshal(problem{
		Type: "/problems/" + n.view.Frame.Page, Title: n.view.Heading, Status: n.status, Detail: strings.Join(detail, " "),
	})
	if err != nil {
		return fmt.Errorf("problem document: %w", err)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(n.status)
	_, err = w.Write(body)
	return err
}

// prefersJSON reports whether an Accept header ranks JSON above HTML. Only
// what is named counts: a browser's */* asks for a page.
func prefersJSON(accept string) bool {
	var html, machine float64
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "text/html", "application/xhtml+xml":
			html = max(html, quality(params))
		case "application/json", "application/problem+json":
			machine = max(machine, quality(params))
		}
	}
	return machine > html
}

func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		value, ok := strings.CutPrefix(strings.TrimSpace(p), "q=")
		if !ok {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return 0
		}
		return q
	}
	return 1
}
