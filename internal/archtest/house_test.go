package archtest

// module is the import path of the repository.
const module = "github.com/latchkey-portal/latchkey"

// room is what one package may import besides the standard library. Tests may
// import what their package may, and more: see tests and checkImports.
type room struct {
	ours  []string // packages of this repository
	libs  []string // import paths of others, those below them included
	tests []string // packages of this repository that only the tests import
}

// house is every package there may be. Imports run one way, from cmd and web
// down to link.
var house = map[string]room{
	"internal/link": {},
	"internal/portal": {
		ours:  []string{"internal/link"},
		tests: []string{"internal/store", "internal/store/pgtest", "internal/store/storetest"},
	},
	"internal/store": {
		ours:  []string{"internal/link", "internal/portal"},
		libs:  []string{"github.com/jackc/pgx/v5", "github.com/pressly/goose/v3", "golang.org/x/text/unicode/norm", "modernc.org/sqlite"},
		tests: []string{"internal/store/pgtest", "internal/store/storetest"},
	},
	"internal/store/storetest": {
		ours: []string{"internal/link", "internal/portal", "internal/store", "internal/store/pgtest"},
		libs: []string{"github.com/google/go-cmp", "modernc.org/libc", "modernc.org/sqlite"},
	},
	"internal/store/pgtest": {
		libs: []string{"github.com/jackc/pgx/v5"},
	},
	"internal/outbox": {
		ours:  []string{"internal/portal"},
		tests: []string{"internal/store", "internal/store/storetest"},
	},
	"internal/hook": {
		ours:  []string{"internal/outbox", "internal/portal"},
		libs:  []string{"code.dny.dev/ssrf"},
		tests: []string{"internal/store", "internal/store/storetest"},
	},
	"internal/biller": {
		ours: []string{"internal/hook", "internal/portal"},
	},
	"internal/mail": {
		ours:  []string{"internal/i18n", "internal/outbox", "internal/portal", "views/mail"},
		libs:  []string{"github.com/wneessen/go-mail"},
		tests: []string{"internal/store", "internal/store/storetest"},
	},
	"internal/intake": {
		ours: []string{"internal/link", "internal/portal"},
		libs: []string{
			"github.com/bojanz/currency", "github.com/pdfcpu/pdfcpu", "github.com/shopspring/decimal",
			"github.com/speedata/einvoice", "golang.org/x/text/encoding",
		},
	},
	"internal/document": {
		ours: []string{"internal/i18n", "internal/portal"},
		libs: []string{"codeberg.org/go-pdf/fpdf", "golang.org/x/text/unicode/norm"},
	},
	"internal/auth": {
		ours:  []string{"internal/auth/sso", "internal/portal"},
		libs:  []string{"github.com/go-webauthn/webauthn", "github.com/pquerna/otp", "golang.org/x/crypto/argon2", "golang.org/x/text/unicode/norm"},
		tests: []string{"internal/store", "internal/store/storetest"},
	},
	"internal/logo": {
		libs: []string{"golang.org/x/image"},
	},
	"internal/auth/sso": {
		libs: []string{"github.com/coreos/go-oidc/v3", "golang.org/x/oauth2"},
	},
	"internal/i18n": {
		libs: []string{"github.com/bojanz/currency", "github.com/go-playground/locales", "golang.org/x/text/language"},
	},
	"internal/pay": {
		libs: []string{"github.com/bojanz/currency", "github.com/stripe/stripe-go/v84"},
	},
	"internal/till": {
		ours:  []string{"internal/pay", "internal/portal"},
		tests: []string{"internal/store", "internal/store/storetest"},
	},
	"internal/job": {},
	"internal/limit": {
		libs: []string{"github.com/hashicorp/golang-lru/v2", "golang.org/x/time/rate"},
	},
	"internal/meter": {
		ours:  []string{"internal/link", "internal/portal"},
		libs:  []string{"github.com/prometheus/client_golang"},
		tests: []string{"internal/store/storetest"},
	},
	"internal/trace": {
		ours:  []string{"internal/outbox", "internal/portal"},
		libs:  []string{"go.opentelemetry.io/otel"},
		tests: []string{"internal/store/storetest"},
	},
	"internal/config":   {},
	"internal/logs":     {},
	"internal/archtest": {},
	"views": {
		ours: []string{"static"},
		libs: []string{"github.com/a-h/templ"},
	},
	"views/mail": {
		ours: []string{"static", "views"},
		libs: []string{"github.com/a-h/templ"},
	},
	"views/gallery": {
		ours: []string{"static", "views", "views/mail"},
		libs: []string{"github.com/a-h/templ"},
	},
	"static": {},
	"web": {
		ours: []string{"internal/auth", "internal/auth/sso", "internal/hook", "internal/i18n", "internal/intake", "internal/limit", "internal/link", "internal/logo", "internal/logs", "internal/portal", "static", "views", "views/gallery"},
		libs: []string{"github.com/a-h/templ", "github.com/danielgtaylor/huma/v2", "github.com/gorilla/sessions", "golang.org/x/net/html"},
		tests: []string{
			"internal/document", "internal/mail", "internal/outbox", "internal/store", "internal/store/storetest", "internal/till",
		},
	},
	"cmd/latchkey": {
		ours: []string{
			"internal/auth", "internal/auth/sso", "internal/biller", "internal/config", "internal/document", "internal/hook", "internal/intake", "internal/job",
			"internal/limit", "internal/link", "internal/logs", "internal/mail", "internal/meter", "internal/outbox", "internal/portal", "internal/store", "internal/till",
			"internal/trace", "web",
		},
		libs: []string{
			"github.com/KimMachineGun/automemlimit", "github.com/alecthomas/kong", "github.com/coreos/go-systemd/v22", "github.com/mattn/go-isatty",
			"github.com/schollz/progressbar/v3", "golang.org/x/net/netutil", "golang.org/x/sys/unix",
		},
		tests: []string{"internal/i18n", "internal/store/pgtest", "internal/store/storetest"},
	},
	"cmd/chaos": {
		libs: []string{"github.com/anishathalye/porcupine", "github.com/emersion/go-smtp", "github.com/hanwen/go-fuse/v2", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3", "modernc.org/sqlite"},
	},
	"cmd/gallery": {
		ours: []string{"static", "views/gallery", "views/mail"},
		libs: []string{"github.com/a-h/templ"},
	},
}

// owned are packages of the standard library that few may know. The tests of
// the others count too where inTests says so.
var owned = []struct {
	path    string // those below it included
	rooms   []string
	inTests bool
	reason  string
}{
	{"net/http", []string{"web", "static", "internal/auth/sso", "internal/biller", "internal/hook", "internal/meter", "internal/pay", "internal/till", "cmd/latchkey", "cmd/chaos", "cmd/gallery"}, false, "HTTP begins and ends in web; only biller, hook, pay and the single sign-on call others"},
	{"database/sql", []string{"internal/store", "internal/store/storetest", "cmd/chaos"}, true, "SQL is the store's alone; only the harnesses look behind its back"},
}

// pure are packages that do no I/O and read no clock, with what of the standard
// library would let them.
var pure = []struct {
	room   string
	banned []string // those below them included
	reason string
}{
	{"internal/link",
		[]string{"bufio", "context", "database", "embed", "io", "log", "net", "os", "syscall", "time"},
		"a link is checked from what the caller brings: no I/O and no clock"},
	{"views",
		[]string{"database", "log", "net", "os", "time"},
		"views draw what they are given: they ask no time, build no URL and know no request"},
	{"views/mail",
		[]string{"database", "log", "net", "os", "time"},
		"views draw what they are given: they ask no time, build no URL and know no request"},
}

// clocks are the files outside the tests that may ask the time of day, each
// with its reason. Everyone else is given a clock.
var clocks = map[string]string{
	"cmd/chaos/clock.go":       "measures how long the program took; it is another process, with a clock of its own",
	"cmd/latchkey/app.go":      "makes the installation's clock",
	"cmd/latchkey/backup.go":   "measures how long a backup took, for who waits for it",
	"cmd/latchkey/logger.go":   "stamps the lines about lines that were left out, as the others are stamped",
	"cmd/latchkey/watch.go":    "compares the wall with the steady clock, to notice that the wall jumped",
	"cmd/latchkey/watching.go": "measures how long a sweep took, and says when to a scraper that knows no other clock",
	"web/limits.go":            "measures rates of requests; MODE=test stops the other clock",
	"web/guard.go":             "measures how long an answer took, for the log; MODE=test stops the other clock",
	"web/turns.go":             "measures how long a duplicate of a request has waited",
	"web/doorstep.go":          "sets the deadlines of connections; the network knows no clock but the machine's",
	"internal/store/tx.go":     "measures how long a transaction has been tried again; nothing it writes depends on it",
	"internal/store/batch.go":  "measures how long a batch of writes and its commit take; nothing that is written depends on it",
	"internal/store/single.go": "measures how long a commit takes; nothing that is written depends on it",
}

// sqlClocks are the files that may ask the database for the time, each with its
// reason.
var sqlClocks = map[string]string{
	"internal/store/postgres.go": "lets the doctor compare the server's clock with ours; nothing that is written depends on it",
}

// The length of a file in lines, generated ones aside. A file that reads as one
// story seldom has more than 200.
const (
	longFile    = 300
	tooLongFile = 400
)

// top is what the repository shows at its top level; names that begin with a
// dot may stand beside it.
var top = []string{
	"web", "views", "internal", "static", "cmd", "docs",
	"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "CHANGELOG.md",
}
