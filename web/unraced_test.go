//go:build !race

package web_test

import "testing"

func oneAfterAnother(*testing.T) {}
