package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// caseTable is a document that says what happens in each of so many cases, and
// which tests show it. Those that are scripts stand in a folder of testdata, or
// above it where they are about every page.
type caseTable struct {
	file, folder string
	cases        int
}

var caseTables = []caseTable{
	{"approval-cases.md", "approval", 70},
	{"billing-cases.md", "billing", 88},
}

var (
	caseRow  = regexp.MustCompile(`(?m)^\| (\d+) \|.*\| ([^|]*) \|$`)
	codeSpan = regexp.MustCompile("`([^`]+)`")
	caseLine = regexp.MustCompile(`(?m)^case (\d+): `)
)

// A table names every case once, each of its tests is there, and each script of
// a case is named by its row.
func TestTheTablesOfCasesAreWhole(t *testing.T) {
	sources := testSources(t)
	for _, table := range caseTables {
		t.Run(table.file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("..", "docs", table.file))
			if err != nil {
				t.Fatal(err)
			}
			rows := caseRow.FindAllStringSubmatch(string(text), -1)
			if len(rows) != table.cases {
				t.Fatalf("%d rows, want %d", len(rows), table.cases)
			}
			for i, row := range rows {
				if row[1] != strconv.Itoa(i+1) {
					t.Fatalf("row %d is of case %s", i+1, row[1])
				}
				table.checkRow(t, sources, row[0], row[1], row[2])
			}
			table.checkScripts(t, rows)
		})
	}
}

// checkRow holds that the tests of a case are there. Only a case that says it is
// not built may have none.
func (table caseTable) checkRow(t *testing.T, sources, row, number, tests string) {
	t.Helper()
	names := codeSpan.FindAllStringSubmatch(tests, -1)
	if len(names) == 0 && !strings.Contains(row, "Not built") {
		t.Errorf("case %s has no test", number)
	}
	for _, name := range names {
		if !strings.HasSuffix(name[1], ".web") {
			if !strings.Contains(sources, "\nfunc "+name[1]+"(") {
				t.Errorf("case %s: there is no %s", number, name[1])
			}
			continue
		}
		script, err := os.ReadFile(filepath.Join("testdata", table.folder, name[1]))
		if err == nil && strings.Contains(string(script), "\ncase "+number+": ") {
			continue
		}
		if _, err := os.Stat(filepath.Join("testdata", name[1])); err != nil {
			t.Errorf("case %s: there is no script %s of it", number, name[1])
		}
	}
}

// checkScripts holds that whoever reads the table finds every script of a case.
func (table caseTable) checkScripts(t *testing.T, rows [][]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", table.folder, "*.web"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range caseLine.FindAllStringSubmatch(string(text), -1) {
			number, err := strconv.Atoi(line[1])
			if err != nil {
				t.Fatal(err)
			}
			if number <= len(rows) && !strings.Contains(rows[number-1][2], "`"+filepath.Base(file)+"`") {
				t.Errorf("%s has a case %d, which its row does not name", file, number)
			}
		}
	}
}

// testSources are all tests of the repository.
func testSources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*_test.go", "../internal/*/*_test.go", "../cmd/*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no tests in %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return all.String()
}
