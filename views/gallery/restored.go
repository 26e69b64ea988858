package gallery

import "github.com/latchkey-portal/latchkey/views"

// restored is what stands above a page that asks, where a backup was restored
// after its link was made.
func restored(then string) *views.Callout {
	return &views.Callout{Tone: views.ToneInfo, Icon: views.IconClock, Text: views.Text{
		words("We had to restore our records from "), views.Time("Friday 20 November 2026 at 03:00", "2026-11-20T03:00:00+01:00"),
		words(" (Copenhagen time). " + then),
	}}
}

func questionRestored() views.Approval {
	a := question()
	a.Frame.Notice = restored("If you answered after that, answer once more; nothing is done twice.")
	return a
}

func redoRestored() views.Redo {
	r := redo()
	r.Frame.Notice = restored("If you paid or changed something after that, ask us before you do it again.")
	return r
}
