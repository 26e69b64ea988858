// Package logs keeps the log readable when everything goes wrong at once: of
// identical lines it lets ten a second through and counts the rest. It leaves
// out where the log goes and in which form.
//
// Use: wrap the handler of the program's logger with NewStorm, once.
package logs
