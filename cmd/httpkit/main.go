// Command httpkit answers one question about any HTTP/1.x server: does it say
// the right bytes back? It plays text cases against a server, sends exact bytes
// to one and shows the exact bytes that come back, and is a server itself that
// behaves like those of five tutorials.
//
// Here is one file a command. To read first: newRoot, which puts them together,
// and run, which turns what a command returns into text and an exit status.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

//go:generate go run . docs docs ../../testscripts/README.md

func main() {
	frugal()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first Ctrl-C the next one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// frugal keeps the program below 100 MiB while a suite with floods of megabytes is
// played: it collects what is done with sooner than Go does by itself. Who sets
// GOGC or GOMEMLIMIT decides that for himself.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(60)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(70 << 20)
	}
}

// run executes one command line and returns its exit status (exit.go). Errors
// are written to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	return conclude(ctx, cmd, err, stderr)
}
