package store

// notEarlier is the rule of portal.Source as a condition: what is kept in a
// table is no later word than that of the given version and time. A word that
// says the same of itself as the one that is kept came after it.
func notEarlier(table, version, modified string) string {
	return `case
		when ` + version + ` > 0 and ` + table + `.source_version > 0 then ` + version + ` >= ` + table + `.source_version
		when ` + modified + ` <> 0 and ` + table + `.modified_at <> 0 then ` + modified + ` >= ` + table + `.modified_at
		else true end`
}

// sourceOf ends the upsert of a mirrored object: it replaces the source, and
// holds the whole of it to the rule.
func sourceOf(table string) string {
	return ` source_version = excluded.source_version, modified_at = excluded.modified_at
		where ` + notEarlier(table, "excluded.source_version", "excluded.modified_at")
}
