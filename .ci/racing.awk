# Names the tests of a package in which goroutines meet, for `go test -run`: those
# that start some, and where a helper of a file does, all of that file.
function flush_file(  i) {
	for (i = 1; i <= tests; i++) if (shared || racing[names[i]]) all[names[i]] = 1
	tests = shared = 0; split("", racing)
}
FNR == 1 { flush_file(); within = "" }
/^func / { within = ""; helper = 1 }
/^func Test[A-Za-z0-9_]*\(/ { within = $2; sub(/\(.*/, "", within); names[++tests] = within; helper = 0 }
/together\(|wg\.Go\(|go func\(|sync\.WaitGroup/ && !/^func together/ { if (within != "") racing[within] = 1; else if (helper) shared = 1 }
END {
	flush_file()
	for (name in all) { printf "%s^%s$", separator, name; separator = "|" }
	print ""
}
