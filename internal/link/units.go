package link

import "strings"

// DiagnoseUnits tries whether a link was made with milliseconds where seconds are
// meant: in its address, in what was signed, or in both. Of a link whose address
// has milliseconds, Diagnose can say nothing, for it cannot be read.
func DiagnoseUnits(r *Ring, p Path, raw string) []Match {
	if clean, ok := inSeconds(raw); ok {
		q, err := ParseQuery(clean, p.Kind)
		if err != nil {
			return nil
		}
		if found := noted(Diagnose(r, p, q), "s and e have to be in seconds instead of milliseconds"); len(found) > 0 {
			return found
		}
		return noted(Diagnose(r, p, inMillis(q)), "s and e have to be in seconds instead of milliseconds, also where they are signed")
	}
	q, err := ParseQuery(raw, p.Kind)
	if err != nil {
		return nil
	}
	return noted(Diagnose(r, p, inMillis(q)), "made over milliseconds instead of seconds")
}

func noted(found []Match, note string) []Match {
	for i := range found {
		found[i].Notes = append(found[i].Notes, note)
	}
	return found
}

func inMillis(q Query) Query {
	q.start, q.end = q.start*1000, q.end*1000
	return q
}

// inSeconds turns whole seconds that are written as milliseconds into seconds;
// false: nothing is written so.
func inSeconds(raw string) (string, bool) {
	pairs, found := strings.Split(raw, "&"), false
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if name != "s" && name != "e" || len(value) != 13 || !number(value, 13) {
			continue
		}
		pairs[i], found = name+"="+strings.TrimSuffix(value, value[10:]), true
	}
	return strings.Join(pairs, "&"), found
}
