package archtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// runbookURL matches where an alert sends its reader.
var runbookURL = regexp.MustCompile(`runbook_url: https://github\.com/latchkey-portal/latchkey/blob/main/(docs/runbooks/[a-z-]+\.md)`)

var alertName = regexp.MustCompile(`- alert: (\w+)`)

// Whoever is woken up finds what to do.
func TestEveryAlertHasARunbook(t *testing.T) {
	all := readTree(t)
	rules := all["docs/deploy/alerts.yml"]
	cases := all["docs/deploy/alerts_test.yml"] + all["docs/deploy/alerts_slow_test.yml"]
	alerts, books := alertName.FindAllStringSubmatch(rules, -1), runbookURL.FindAllStringSubmatch(rules, -1)
	if len(alerts) < 20 || len(alerts) != len(books) {
		t.Errorf("%d alerts have %d runbooks", len(alerts), len(books))
	}
	for i, m := range books {
		if !all.has(m[1]) {
			t.Errorf("alert %s sends its reader to %s, which is not here", alerts[i][1], m[1])
		}
	}
	for _, m := range alerts {
		for _, case_ := range []string{"fires", "stays silent"} {
			if !strings.Contains(cases, m[1]+" "+case_) {
				t.Errorf("no case lets %s be one that %s", m[1], case_)
			}
		}
	}
}

// named matches what names a runbook in the program: the attribute of a log line,
// or a text that a person reads.
var named = regexp.MustCompile(`"runbook", "([a-z-]+)"|runbook=([a-z-]+)|docs/runbooks/([a-z-]+)\.md`)

// namedBy are the runbooks that the program names, each with the files that do.
func namedBy(all tree) map[string][]string {
	books := map[string][]string{}
	for _, file := range all.names(".go") {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "cmd/chaos/") {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(all[file], -1) {
			books[m[1]+m[2]+m[3]] = append(books[m[1]+m[2]+m[3]], file)
		}
	}
	return books
}

func TestTheProgramNamesRunbooksThatExist(t *testing.T) {
	all := readTree(t)
	books := namedBy(all)
	for name, files := range books {
		if !all.has("docs/runbooks/" + name + ".md") {
			t.Errorf("%v send their reader to runbook %s, which is not here", files, name)
		}
	}
	if len(books) < 8 {
		t.Errorf("found %d runbooks only: %v", len(books), books)
	}
}

// A runbook to which nothing leads is not found at night.
func TestEveryRunbookIsNamedWhereItIsNeeded(t *testing.T) {
	all := readTree(t)
	books, rules := namedBy(all), all["docs/deploy/alerts.yml"]
	found := 0
	for _, file := range all.names(".md") {
		if !strings.HasPrefix(file, "docs/runbooks/") {
			continue
		}
		found++
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		if books[name] == nil && !strings.Contains(rules, "/"+file+"\n") {
			t.Errorf("no alert, log line or command leads to %s", file)
		}
	}
	if found < 20 {
		t.Errorf("found %d runbooks only", found)
	}
}

// sections is what a runbook answers, in this order.
var sections = []string{"What you see", "What it means", "What to do first", "How you know that it is over", "How to keep it from coming back"}

func TestRunbooksAnswerTheSameQuestions(t *testing.T) {
	all := readTree(t)
	for _, name := range []string{
		"database-full", "database-corrupt", "database-locked", "clock", "smtp-outage", "bounces", "endpoint-disabled", "overload",
		"migration-stuck", "no-webhook", "already-used", "certificate", "lost-admin", "down", "fault", "backup-missing",
	} {
		text := all["docs/runbooks/"+name+".md"]
		at := 0
		for _, s := range sections {
			i := strings.Index(text[at:], "\n## "+s+"\n")
			if i < 0 {
				t.Errorf("%s does not say: %s", name, s)
				break
			}
			at += i
		}
	}
}

// A metric that an alert asks for and nobody tells would never wake anybody.
func TestAlertsAskForMetricsThatThereAre(t *testing.T) {
	all := readTree(t)
	page := all["docs/monitoring.md"]
	asked := regexp.MustCompile(`\blatchkey_([a-z_]+?)(_bucket|_count|_sum)?\b[{\[ )]`).FindAllStringSubmatch(all["docs/deploy/alerts.yml"], -1)
	var seen []string
	for _, m := range asked {
		if !strings.Contains(page, "`"+m[1]+"`") && !strings.Contains(page, "`"+m[1]+"{") {
			t.Errorf("latchkey_%s stands in an alert and not in docs/monitoring.md", m[1])
		}
		if !slices.Contains(seen, m[1]) {
			seen = append(seen, m[1])
		}
	}
	if len(seen) < 15 {
		t.Errorf("found %d metrics in the alerts only: %v", len(seen), seen)
	}
}

func TestAlertRulesPassPromtool(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		if os.Getenv("LATCHKEY_TEST_REQUIRE_PROMTOOL") != "" {
			t.Fatal("there is no promtool: apt-get install prometheus")
		}
		t.Skip("skipped: there is no promtool; apt-get install prometheus to run this test")
	}
	dir := filepath.Join("..", "..", "docs", "deploy")
	for _, args := range [][]string{{"check", "rules", "alerts.yml"}, {"test", "rules", "alerts_test.yml", "alerts_slow_test.yml"}} {
		c := exec.Command(promtool, args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
}
