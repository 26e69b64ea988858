package main

import "testing"

// A planted fault whose text is gone would be planted nowhere, and the zeros of
// its harness would prove nothing.
func TestEveryPlantedFaultFindsItsText(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range harnesses() {
		if len(h.faults) == 0 {
			t.Errorf("%s has no planted fault: what does its zero prove?", h.id)
		}
		for _, f := range h.faults {
			if _, err := f.apply(root); err != nil {
				t.Errorf("%s: %v", h.id, err)
			}
			if f.name == "" || len(f.edits) == 0 {
				t.Errorf("%s has a fault without a name or an edit", h.id)
			}
		}
	}
}

func TestATextThatIsGoneOrStandsTwiceIsNoFault(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{"no such " + "text anywhere", "return"} {
		if _, err := plant("x", "cmd/chaos/main.go", old, "").apply(root); err == nil {
			t.Errorf("%q was taken", old)
		}
	}
}
