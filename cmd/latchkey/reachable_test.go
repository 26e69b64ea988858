package main

import "testing"

func TestTheDemoNamesAnAddressThatABrowserCanOpen(t *testing.T) {
	for listening, want := range map[string]string{
		"[::]:8080":      "127.0.0.1:8080",
		"0.0.0.0:8080":   "127.0.0.1:8080",
		"127.0.0.1:8080": "127.0.0.1:8080",
		"[::1]:8080":     "[::1]:8080",
		"192.0.2.7:80":   "192.0.2.7:80",
	} {
		if got := reachable(listening); got != want {
			t.Errorf("%s: %s, want %s", listening, got, want)
		}
	}
}
