// Package golden writes "<" lines from what a server sent, with masks where that
// changes from one answer to the next.
//
// Use [Update] to play the cases of a user and learn new "<" lines for those that
// no longer hold, and then [File.Write]; nothing is written before. [Section]
// turns what was said once into lines, as "httpkit send --save" and "httpkit record"
// do.
package golden
