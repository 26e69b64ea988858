package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// importPresenter turns what is known of an import into words.
type importPresenter struct {
	portal.ImportJob
	clock clock
	names map[portal.Actor]string
}

// verdictOrder are the verdicts as their tabs stand.
var verdictOrder = []string{portal.RowRefused, portal.RowImported, portal.RowUpdated, portal.RowUnchanged, portal.RowStale}

// verdictsSaid names the verdicts, and what a dry run calls them.
var verdictsSaid = map[string]views.Badge{
	portal.RowImported:  {Tone: views.ToneOK, Icon: views.IconPlus, Word: "New"},
	portal.RowUpdated:   {Tone: views.ToneOK, Icon: views.IconRenew, Word: "Changed"},
	portal.RowUnchanged: {Tone: views.ToneMute, Icon: views.IconCheck, Word: "As before"},
	portal.RowStale:     {Tone: views.ToneMute, Icon: views.IconClock, Word: "Older than what is kept"},
	portal.RowRefused:   {Tone: views.ToneStop, Icon: views.IconCross, Word: "Refused"},
}

func verdictBadge(status string) views.Badge {
	if badge, ok := verdictsSaid[status]; ok {
		return badge
	}
	return views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: upperFirst(status)}
}

// recordSaid names a kind of record.
func recordSaid(kind string) string {
	if kind == "" {
		return "Not readable"
	}
	return upperFirst(strings.ReplaceAll(kind, "_", " "))
}

func (p importPresenter) badge() views.Badge {
	switch p.State {
	case portal.ImportRunning:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconRenew, Word: "Running"}
	case portal.ImportUndoing:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconRenew, Word: "Being taken back"}
	case portal.ImportUndone:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Taken back"}
	case portal.ImportFailed:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Not read to the end"}
	case portal.ImportDone:
		if p.DryRun {
			return views.Badge{Tone: views.ToneInfo, Icon: views.IconCheck, Word: "Dry run done"}
		}
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Done"}
	}
	return views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Queued"}
}

// name is how the import is called.
func (p importPresenter) name() string {
	if p.Name == "" {
		return "Import without a name"
	}
	return p.Name
}

// counts says how many rows have each verdict: "212 new, 3 refused".
func (p importPresenter) counts() string {
	var said []string
	for _, status := range verdictOrder {
		if n := p.Counts[status]; n > 0 {
			said = append(said, figure(n)+" "+lowerFirst(verdictBadge(status).Word))
		}
	}
	if said == nil {
		return "No row yet"
	}
	return strings.Join(said, ", ")
}

func (p importPresenter) row() views.ImportRow {
	sub := p.Account + ", by " + whoSaid(string(p.Actor), p.names)
	if p.DryRun {
		sub = p.Account + ", a dry run by " + whoSaid(string(p.Actor), p.names)
	}
	if p.UndoneBy != "" {
		sub += ", taken back by " + whoSaid(string(p.UndoneBy), p.names)
	}
	return views.ImportRow{
		URL: importURL(portal.Key{Account: p.Account, ID: p.ID}), Name: p.name(), Sub: sub, State: p.badge(), Counts: p.counts(), At: p.clock.moment(p.CreatedAt),
	}
}

// over reports whether nothing more becomes of the import by itself.
func (p importPresenter) over() bool {
	return !slices.Contains([]string{portal.ImportQueued, portal.ImportRunning, portal.ImportUndoing}, p.State)
}

// canUndo reports whether there is something to take back, as far as the job
// itself tells.
func (p importPresenter) canUndo() bool {
	ended := p.State == portal.ImportDone || p.State == portal.ImportFailed
	return ended && !p.DryRun && p.changed() > 0
}

// changed is how many rows changed something.
func (p importPresenter) changed() int64 {
	return p.Counts[portal.RowImported] + p.Counts[portal.RowUpdated]
}

func (p importPresenter) page() views.Import {
	key := portal.Key{Account: p.Account, ID: p.ID}
	page := views.Import{Heading: p.name(), State: p.badge(), Fix: p.diagnosis(), Facts: p.facts()}
	if !p.over() {
		page.Far = &views.ImportFar{Text: counted(p.Rows, "row read", "rows read"), Every: "This page refreshes every 3 seconds. The work goes on when you leave.", URL: importURL(key)}
	}
	if p.State == portal.ImportUndoing {
		done := p.Counts[portal.RowRestored] + p.Counts[portal.RowRemoved] + p.Counts[portal.RowKept]
		page.Far.Text = figure(done) + " of " + counted(p.changed(), "row", "rows") + " taken back"
		page.Far.Value, page.Far.Max = strconv.FormatInt(done, 10), strconv.FormatInt(p.changed(), 10)
	}
	if p.Rows > 0 {
		page.Files = []views.Link{{Label: "As CSV", URL: importURL(key) + "/verdicts.csv"}, {Label: "As NDJSON", URL: importURL(key) + "/verdicts.ndjson"}}
	}
	return page
}

// diagnosis says in one line how the import stands.
func (p importPresenter) diagnosis() views.Fix {
	badge, refused := p.badge(), p.Counts[portal.RowRefused]
	fix := views.Fix{Tone: badge.Tone, Icon: badge.Icon, Text: upperFirst(p.counts()) + "."}
	switch {
	case p.State == portal.ImportUndone:
		fix.Tone, fix.Heading, fix.Text = views.ToneInfo, "It was taken back", p.undone()
	case p.State == portal.ImportUndoing:
		fix.Heading = "It is being taken back"
	case p.State == portal.ImportFailed:
		fix.Heading = "The file could not be read to its end: " + strings.TrimSuffix(p.Reason, ".")
	case p.State == portal.ImportDone && refused > 0:
		fix.Tone, fix.Icon = views.ToneWarn, views.IconInfo
		fix.Heading = counted(refused, "row was refused", "rows were refused")
	case p.State == portal.ImportDone && p.DryRun:
		fix.Heading = "Every row would be taken"
	case p.State == portal.ImportDone:
		fix.Heading = "Every row was taken"
	default:
		fix.Tone, fix.Heading = views.ToneInfo, "It is under way"
	}
	if p.DryRun {
		fix.Text += " This was a dry run: nothing was kept."
	}
	return fix
}

// undone says what became of the rows when the import was taken back.
func (p importPresenter) undone() string {
	said := upperFirst(counted(p.Counts[portal.RowRemoved], "record was removed", "records were removed")) + ", " +
		counted(p.Counts[portal.RowRestored], "is", "are") + " as before."
	if kept := p.Counts[portal.RowKept]; kept > 0 {
		said += " " + counted(kept, "row stayed: somebody acted on it meanwhile, or it holds files.", "rows stayed: somebody acted on them meanwhile, or they hold files.")
	}
	return said
}

func (p importPresenter) facts() []views.AdminFact {
	all := []views.AdminFact{
		{Name: "Account", Value: p.Account},
		{Name: "Kind", Value: "Import"},
		{Name: "Format", Value: strings.ToUpper(p.Format)},
		{Name: "Asked by", Value: whoSaid(string(p.Actor), p.names)},
		{Name: "Uploaded", Value: p.clock.full(p.CreatedAt)},
	}
	if p.DryRun {
		all[1].Value = "Dry run"
	}
	if !p.DoneAt.IsZero() {
		all = append(all, views.AdminFact{Name: "Ended", Value: p.clock.full(p.DoneAt)})
	}
	if p.UndoneBy != "" {
		all = append(all, views.AdminFact{Name: "Taken back by", Value: whoSaid(string(p.UndoneBy), p.names)})
	}
	if !p.UndoneAt.IsZero() {
		all = append(all, views.AdminFact{Name: "Taken back", Value: p.clock.full(p.UndoneAt)})
	}
	return append(all,
		views.AdminFact{Name: "Import", Value: p.ID, Code: true},
		views.AdminFact{Name: "SHA-256", Value: p.SHA256, Code: true})
}

// tabs are the verdicts with how many rows have each.
func (p importPresenter) tabs(here string) []views.Tab {
	at := importURL(portal.Key{Account: p.Account, ID: p.ID})
	var all int64
	for _, status := range verdictOrder {
		all += p.Counts[status]
	}
	tabs := []views.Tab{{Label: "All", Count: figure(all), URL: at, Here: here == ""}}
	for _, status := range verdictOrder {
		tabs = append(tabs, views.Tab{Label: verdictBadge(status).Word, Count: figure(p.Counts[status]), URL: at + "?verdict=" + status, Here: here == status})
	}
	return tabs
}
