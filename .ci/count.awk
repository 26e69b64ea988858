# Counts the results of `go test -v` and names once why tests were skipped.
/^ *[a-z_A-Z0-9]*_test\.go:[0-9]+: / { last = $0; sub(/^ *[a-zA-Z0-9_]*\.go:[0-9]+: (skipped: )?/, "", last) }
/^ *--- PASS/ { passed++ }
/^ *--- FAIL/ { failed++ }
/^ *--- SKIP/ { skipped++; if (!(last in said)) { said[last] = 1; reasons[++n] = last } }
END {
	for (i = 1; i <= n; i++) print "skipped: " reasons[i]
	printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
}
