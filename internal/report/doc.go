// Package report tells a person, or a machine, what a run found.
//
// [NewText] gives the report for a terminal, and [Named] a [Kind] for each other
// form: call Begin, then Result for each case as it ends, and Finish once.
package report
