package mail

import (
	"strings"
	"unicode/utf8"
)

// width is the longest line of the text part, in characters.
const width = 72

// Text is the plain text part. Its link stands on a line of its own, whatever
// its length, so that no mail program cuts it.
func Text(m Message) string {
	var parts []string
	add := func(paragraph string) {
		if paragraph != "" {
			parts = append(parts, wrap(paragraph))
		}
	}
	add(m.Heading)
	add(m.Greeting)
	for _, paragraph := range m.Body {
		add(paragraph.String())
	}
	if m.Answer.Value != "" {
		add(m.Answer.Name + ":\n" + m.Answer.Value)
	}
	var facts []string
	for _, fact := range m.Facts {
		facts = append(facts, fact.Name+": "+fact.Value)
	}
	add(strings.Join(facts, "\n"))
	for _, said := range m.Said {
		add(said.Name + ":\n" + said.Value)
	}
	add(m.Code)
	if m.Button.URL != "" {
		parts = append(parts, wrap(m.Button.Label+":")+"\n"+m.Button.URL)
	}
	for _, paragraph := range m.Small {
		add(paragraph.String())
	}
	add(contactLine(m.Contact) + "\n" + m.Reference.Name + " " + m.Reference.Value)
	add(strings.Join(m.Footer, "\n"))
	return strings.Join(parts, "\n\n") + "\n"
}

func contactLine(c Contact) string {
	if c.Phone == "" {
		return c.Text
	}
	return c.Text + " " + c.Phone + c.afterPhone()
}

// wrap breaks each line of a paragraph at blanks.
func wrap(paragraph string) string {
	var out strings.Builder
	for i, line := range strings.Split(paragraph, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		column := 0
		for _, word := range strings.Fields(line) {
			size := utf8.RuneCountInString(word)
			switch {
			case column == 0:
			case column+1+size > width:
				out.WriteByte('\n')
				column = 0
			default:
				out.WriteByte(' ')
				column++
			}
			out.WriteString(word)
			column += size
		}
	}
	return out.String()
}

// afterPhone ends the sentence with the number.
func (c Contact) afterPhone() string {
	if c.Hours == "" {
		return "."
	}
	return " (" + c.Hours + ")."
}
