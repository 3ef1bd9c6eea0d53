// Package compare holds what several servers did with the same bytes against each
// other: differences that mean nothing are folded, the others are told.
//
// Start with [New], hand it each play by [Run.Play] and each result by [Run.Result];
// [Read] and [Differ] do one pair of plays.
//
// What is folded is the table in folds.go, what is left to differ the one in
// kinds.go. Nothing here opens a socket or writes anything.
package compare
