package gallery_test

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/latchkey-portal/latchkey/views/gallery"
	"github.com/latchkey-portal/latchkey/views/mail"
)

// place is a line of a source file, which says more than the name of a
// function does: that depends on what the compiler inlines.
type place struct {
	file string // folder and name
	line int
}

// spy is a context that notes who asks it whether to go on: every generated
// component does so before it draws anything.
type spy struct {
	context.Context
	asked map[place]bool
}

func (s spy) Err() error {
	if _, file, line, ok := runtime.Caller(1); ok {
		s.asked[place{short(file), line}] = true
	}
	return s.Context.Err()
}

func short(path string) string {
	return filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
}

func TestEveryComponentStandsInTheGallery(t *testing.T) {
	ctx := spy{context.Background(), make(map[place]bool)}
	for _, entry := range gallery.Entries() {
		if err := entry.Component.Render(ctx, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range gallery.Mails() {
		if err := mail.HTML(m.Message).Render(ctx, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
	}
	written := append(components(t, ".."), components(t, "../mail")...)
	if len(written) < 20 {
		t.Fatalf("found only %d components", len(written))
	}
	for _, c := range written {
		if !c.drawn(ctx.asked) {
			t.Errorf("no entry draws %s of %s", c.name, c.file)
		}
	}
}

// component is a generated function and the lines it covers.
type component struct {
	name, file  string
	first, last int
}

func (c component) drawn(asked map[place]bool) bool {
	for line := c.first; line <= c.last; line++ {
		if asked[place{c.file, line}] {
			return true
		}
	}
	return false
}

// components lists the functions of the generated files in a folder.
func components(t *testing.T, folder string) []component {
	t.Helper()
	folder, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*_templ.go"))
	if err != nil {
		t.Fatal(err)
	}
	var found []component
	for _, path := range paths {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				found = append(found, component{fn.Name.Name, short(path), set.Position(fn.Pos()).Line, set.Position(fn.End()).Line})
			}
		}
	}
	return found
}
