package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// tree is the text of the repository's files by path, as "web/server.go".
type tree map[string]string

// textual are the endings of the files that the rules read.
var textual = []string{".go", ".templ", ".sql", ".css", ".md", ".yml", ".yaml", ".sh", ".mod", ".txtar"}

// readTree reads the repository, without what Git ignores or keeps for itself.
// Of the material of tests only the documents are read. A file that no rule
// reads is there with an empty text.
func readTree(t *testing.T) tree {
	t.Helper()
	all := tree{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && ignored(name):
			return fs.SkipDir
		case entry.IsDir() || ignored(name):
			return nil
		case strings.Contains(name, "/testdata/") && path.Ext(name) != ".md":
			return nil
		}
		all[name] = ""
		if !hasEnding(name) {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func hasEnding(name string) bool {
	for _, ending := range textual {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return name == "Makefile"
}

func ignored(name string) bool {
	base := path.Base(name)
	switch name {
	case ".":
		return false
	case "bin", "dist":
		return true
	}
	return base == "node_modules" || strings.HasPrefix(base, ".") ||
		strings.HasSuffix(base, ".db") || strings.HasSuffix(base, ".db-shm") || strings.HasSuffix(base, ".db-wal") ||
		strings.HasSuffix(base, ".db-lock") || strings.HasSuffix(base, ".test")
}

// source is one Go file, parsed.
type source struct {
	path      string
	room      string // its folder
	test      bool
	generated bool
	file      *ast.File
	lines     *token.FileSet
}

// sources parses the Go files of a tree, in the order of their paths.
func (all tree) sources(t *testing.T) []source {
	t.Helper()
	var list []source
	for _, name := range all.names(".go") {
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, name, all[name], parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, source{
			path: name, room: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
			generated: ast.IsGenerated(parsed), file: parsed, lines: set,
		})
	}
	return list
}

// names lists the paths with one of the endings, sorted.
func (all tree) names(endings ...string) []string {
	var list []string
	for name := range all {
		for _, ending := range endings {
			if strings.HasSuffix(name, ending) {
				list = append(list, name)
			}
		}
	}
	return sorted(list)
}

// imports are the import paths of a file.
func (s source) imports() []string {
	var list []string
	for _, spec := range s.file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			list = append(list, p)
		}
	}
	return list
}

// localName is what a file calls a package of the standard library; empty where
// it does not import it.
func (s source) localName(p string) string {
	for _, spec := range s.file.Imports {
		switch {
		case spec.Path.Value != strconv.Quote(p):
		case spec.Name != nil:
			return spec.Name.Name
		default:
			return path.Base(p)
		}
	}
	return ""
}

func (s source) line(n ast.Node) int { return s.lines.Position(n.Pos()).Line }

// within reports whether an import path is base or lies below it.
func within(p, base string) bool { return p == base || strings.HasPrefix(p, base+"/") }

func withinAny(p string, bases []string) bool {
	for _, base := range bases {
		if within(p, base) {
			return true
		}
	}
	return false
}

// standard reports whether an import path is of the standard library: its first
// element has no dot.
func standard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".")
}
