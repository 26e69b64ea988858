package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// repository is the directory of go.mod around us.
func repository() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("ask the Go tool where the repository is: %w", err)
	}
	mod := strings.TrimSpace(string(out))
	if filepath.Base(mod) != "go.mod" {
		return "", fmt.Errorf("run this inside the repository: it builds the program")
	}
	return filepath.Dir(mod), nil
}

// program returns the path of the program of this run, built once.
func (l *lab) program() (string, error) { return l.built(l.ctx, l.planted) }

// built is the program with a planted fault, or nil: as it is.
func (b *bench) built(ctx context.Context, f *fault) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := ""
	if f != nil {
		name = f.name
	}
	if path, ok := b.programs[name]; ok {
		return path, nil
	}
	dir, err := os.MkdirTemp(b.dir, "program-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "latchkey")
	overlay := ""
	if f != nil {
		changed, err := f.apply(b.root)
		if err != nil {
			return "", err
		}
		if overlay, err = overlayOf(b.root, dir, changed); err != nil {
			return "", err
		}
	}
	if err := b.build(ctx, path, overlay); err != nil {
		return "", fmt.Errorf("build the program with %q: %w", name, err)
	}
	b.programs[name] = path
	return path, nil
}

// build builds the program into a file, with an overlay or, "", without.
func (b *bench) build(ctx context.Context, path, overlay string) error {
	args := []string{"build", "-o", path}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/latchkey")...)
	cmd.Dir = b.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// overlayOf writes files, by their path below root, into dir, and the file that
// tells the Go tool to take them for the real ones.
func overlayOf(root, dir string, changed map[string]string) (string, error) {
	replace := map[string]string{}
	for file, text := range changed {
		path := filepath.Join(dir, strings.ReplaceAll(file, "/", "_"))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(root, file)] = path
	}
	body, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, body, 0o600)
}

// apply returns the changed files of a fault by their path below root. A text
// that does not stand there exactly once is an error: the source has moved on,
// and the fault has to follow.
func (f fault) apply(root string) (map[string]string, error) {
	changed := map[string]string{}
	for _, e := range f.edits {
		text, ok := changed[e.file]
		if !ok {
			body, err := os.ReadFile(filepath.Join(root, e.file))
			if err != nil {
				return nil, fmt.Errorf("planted fault %q: %w", f.name, err)
			}
			text = string(body)
		}
		if n := strings.Count(text, e.old); n != 1 {
			return nil, fmt.Errorf("planted fault %q: its text stands %d times in %s, not once: %q", f.name, n, e.file, e.old)
		}
		changed[e.file] = strings.Replace(text, e.old, e.new, 1)
	}
	return changed, nil
}
