package views

import (
	"context"
	"strings"
	"testing"
)

// Two references and their keys as the designer cut them.
func TestTheKeyIsCutFromTheReference(t *testing.T) {
	for reference, want := range map[string]string{
		"7F3Q-2M9D": "M21.5 8H88l6 4.5-5 4.5H86L83.5 16h-4L77 17H76L73.5 12h-4L67 17H66L63.5 16h-4L57 17H56L53.5 12h-4L47 17H46L43.5 14h-4L37 17H36L33.5 11h-4L27 17H21.5a11 11 0 1 1 0-9zM9.5 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
		"9KXD-4T0B": "M21.5 8H88l6 4.5-5 4.5H86L83.5 14h-4L77 17H76L73.5 14h-4L67 17H66L63.5 13h-4L57 17H56L53.5 12h-4L47 17H46L43.5 13h-4L37 17H36L33.5 12h-4L27 17H21.5a11 11 0 1 1 0-9zM9.5 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
	} {
		if got := KeyPath(reference); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", reference, got, want)
		}
	}
}

func TestPiecesOfASentenceStandTogether(t *testing.T) {
	text := Text{
		Words("We will send it to "), {Text: "a•••@h•••.example", Spoken: "an address"}, Words(", until "),
		Time("16:05", "2026-11-20T16:05:00+01:00"), Words("."),
	}
	var out strings.Builder
	if err := Spans(text).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	want := `We will send it to <span aria-hidden="true">a•••@h•••.example</span><span class="vh">an address</span>` +
		`, until <b><time datetime="2026-11-20T16:05:00+01:00">16:05</time></b>.`
	if out.String() != want {
		t.Errorf("\ngot  %s\nwant %s", out.String(), want)
	}
	if got := text.String(); got != "We will send it to a•••@h•••.example, until 16:05." {
		t.Errorf("as plain text: %s", got)
	}
}

func TestWhatPeopleWroteStaysText(t *testing.T) {
	const attack = `"><script>alert(1)</script>`
	page := Invoice{
		Frame:      Frame{Lang: attack, Dir: attack, Page: attack, Title: attack, Stylesheet: attack, Brand: Brand{Name: attack}, Legal: []string{attack}},
		Heading:    attack,
		Amount:     attack,
		Badge:      Badge{Tone: attack, Icon: attack, Word: attack},
		Pay:        Text{{Text: attack, DateTime: attack, Spoken: attack}},
		Downloads:  []Download{{Label: attack, URL: "javascript:alert(1)"}},
		Parties:    []Party{{Heading: attack, Lines: []string{attack}}},
		References: []Fact{{Name: attack, Value: Plain(attack), Code: true}},
		Lines:      Lines{Caption: attack, Rows: []Line{{Name: attack, Description: []string{attack}, Folded: attack}}},
		Notes:      Notes{Heading: attack, Paragraphs: []string{attack}},
	}
	var out strings.Builder
	if err := InvoicePage(page).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	field := Field{Name: attack, Label: attack, Hint: Plain(attack), Error: attack, Value: attack}
	lines := field
	lines.Value, lines.Rows = "</textarea>"+attack, 3
	question := Approval{
		Problems: &Problems{Heading: attack, Items: []Link{{Label: attack, URL: "javascript:alert(1)"}}},
		Heading:  attack,
		Form: DecisionForm{
			URL: attack, Hidden: []Hidden{{Name: attack, Value: attack}}, Check: &field, Reason: &Reason{Field: lines}, Approve: attack,
			Pick: &Pick{Name: attack, Legend: attack, Error: attack, Choices: []Choice{{Value: attack, Label: attack}}},
		},
	}
	if err := ApprovalPage(question).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	answer := Outcome{Heading: attack, Conflict: Plain(attack), Back: &Back{Label: attack, URL: "javascript:alert(1)", Host: Plain(attack)}}
	if err := OutcomePage(answer).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	step := Step{
		Heading: attack, Facts: []Facts{{Heading: attack}}, Held: Plain(attack), Lists: []Points{{Heading: attack, Items: []Text{Plain(attack)}}},
		Form: &Form{
			URL: attack, Above: []Text{Plain(attack)}, Label: attack, Name: attack, Value: attack,
			Inputs: []Input{
				{Cards: &Cards{Name: attack, Legend: attack, Choices: []Card{{Value: attack, Title: attack, Line: attack, Price: attack, Difference: attack}}}},
				{Box: &Box{Name: attack, Value: attack, Label: attack, Hint: Plain(attack), Error: attack}},
			},
		},
		Back: &Link{Label: attack, URL: "javascript:alert(1)"},
	}
	if err := StepPage(step).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	methods := Methods{Heading: attack, List: attack, Items: []Method{{Name: Plain(attack), Line: attack, Acts: []MethodAct{{Label: attack, Spoken: attack, URL: "javascript:alert(1)"}}}}}
	if err := MethodsPage(methods).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	for _, harm := range []string{"<script", "javascript:"} {
		if strings.Contains(out.String(), harm) {
			t.Errorf("the page contains %s", harm)
		}
	}
}

func TestTicksStandBetweenTheParts(t *testing.T) {
	if got := strings.Join(Bar{Parts: 4}.ticks(), " "); got != "25.00% 50.00% 75.00%" {
		t.Errorf("four parts: %s", got)
	}
	for _, parts := range []int{0, 1} {
		if got := (Bar{Parts: parts}).ticks(); len(got) != 0 {
			t.Errorf("%d parts: %v", parts, got)
		}
	}
}

func TestTheMarkStaysWholeAtBothEnds(t *testing.T) {
	for used, want := range map[int]string{0: "1%", 33: "33%", 100: "99%"} {
		if got := (Bar{Used: used}).markAt(); got != want {
			t.Errorf("%d: %s", used, got)
		}
	}
}

func TestTheMonogramIsTheFirstLetterOrDigit(t *testing.T) {
	for name, want := range map[string]string{"Northwind": "N", "élan": "É", "“7 Seas”": "7", "日本": "日", "…": ""} {
		if got := (Brand{Name: name}).monogram(); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWideFiguresFoldTheTable(t *testing.T) {
	usual := Line{Quantity: "1,000 kilograms", Price: "€25.00 per 12 pieces", Tax: "19%", Amount: "€1,234.00"}
	if (Lines{Rows: []Line{usual}}).folded() {
		t.Error("usual figures fold the table")
	}
	huge := Line{Quantity: "10 seats", Price: "€12,345,678,901.23", Tax: "19%", Amount: "€123,456,789,012.34"}
	if !(Lines{Rows: []Line{usual, huge}}).folded() {
		t.Error("huge figures leave no room for the name")
	}
}
