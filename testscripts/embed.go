// Package testscripts holds the cases that httpkit plays, as txtar files: one
// folder a suite, one below it a topic. They are part of the program.
//
// Use [FS] to read them, or let `httpkit test` and `httpkit list` do it.
package testscripts

import (
	"embed"
	"io/fs"

	"httpkit/internal/suite"
)

//go:embed tutorial seeds http1 robust
var files embed.FS

// Root is the folder the cases stand in, as messages name it.
const Root = "testscripts"

// FS gives the suites as a file system: seeds/hello/get.txtar and so on.
func FS() fs.FS { return files }

// Cases loads all cases of the kit. An error is a mistake in a case, with
// file:line.
func Cases() ([]*suite.Case, error) { return suite.LoadOwn(files, Root) }
