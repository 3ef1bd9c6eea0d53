package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/fixtures"
	targets "httpkit/internal/target"
	"httpkit/reference"
)

const waysToTarget = `httpkit test --target localhost:8888 seeds/hello    a server that runs there
httpkit test --target https://localhost:8443 ...    over TLS (--insecure, --cacert)
httpkit test --target unix:/run/my.sock ...         on a unix socket
httpkit test --start 'python3 server.py {port}'     a server that httpkit starts
httpkit test reference                              the embedded strict server
httpkit test reference:date-missing                 the same with a fault
httpkit test reference:hello seeds/hello            the embedded server of a tutorial`

// target is the server under test.
type target struct {
	name     string // as it was given
	addr     client.Address
	embedded *reference.Server // ours, or nil
	strict   bool              // ours is the strict one, perhaps with faults
	server   *targets.Server   // that we have started, or nil
	docroot  string            // a folder that is removed in the end, or ""
}

// targetWord takes the embedded target, if the first word names one, from the
// arguments.
func targetWord(args []string) (word string, rest []string) {
	if len(args) > 0 && (args[0] == "reference" || strings.HasPrefix(args[0], "reference:")) {
		return args[0], args[1:]
	}
	return "", args
}

// faulty tells whether the word names the strict server with faults of ours. Then what
// is only advised against counts too: the server is there to be found out.
func faulty(word string) bool {
	_, names, _ := strings.Cut(word, ":")
	for name := range strings.SplitSeq(names, ",") {
		if f := reference.FaultNamed(name); f != nil && !f.Lawful {
			return true
		}
	}
	return false
}

// openTarget finds the address of the server under test, and starts the server
// where it is an embedded one.
func (f *testFlags) openTarget(ctx context.Context, word string) (*target, error) {
	switch {
	case word != "" && f.start.command != "":
		return nil, usage("leave one of them out", "%s and --start: two servers to test", word)
	case word != "" && f.start.docroot != "":
		return nil, usage("leave --docroot out", "%s --docroot: the embedded server has a folder of its own", word)
	case word != "" && f.target != "":
		return nil, usage("leave one of them out", "%s and --target %s: two servers to test", word, f.target)
	case word != "":
		return f.startEmbedded(word)
	case f.start.command != "":
		return f.startServer(ctx)
	case f.target == "":
		return nil, usage(waysToTarget, "no server to test; name one:")
	}
	if strings.HasPrefix(f.target, "reference") {
		return nil, usage("httpkit test "+f.target+" ...", "--target %s: the embedded server is named by the first word", f.target)
	}
	addr, err := client.ParseAddress(f.target)
	if err != nil {
		return nil, usage("", "--target: %v", err)
	}
	if err := f.start.fill(f.start.docroot); err != nil {
		return nil, err
	}
	return &target{name: f.target, addr: addr}, nil
}

// startEmbedded starts the server that reference:NAME names, on a free port.
func (f *testFlags) startEmbedded(word string) (*target, error) {
	name := strings.TrimPrefix(strings.TrimPrefix(word, "reference"), ":")
	if err := checkServer(name); err != nil {
		return nil, err
	}
	srv, err := f.serveEmbedded(name)
	if err != nil {
		return nil, err
	}
	addr, err := client.ParseAddress(srv.Addr().String())
	if err != nil {
		srv.Close()
		return nil, err
	}
	strict := !slices.Contains(personaNames(), name)
	for word := range strings.SplitSeq(name, ",") {
		if f := reference.FaultNamed(word); f != nil && f.Lawful {
			strict = false // what a variant offers is found by probing, as of any other server
		}
	}
	return &target{name: word, addr: addr, embedded: srv, strict: strict}, nil
}

// serveEmbedded starts it. Where written durations are played at another pace, the
// times that the strict server gives its clients are cut, or stretched, alike.
func (f *testFlags) serveEmbedded(name string) (*reference.Server, error) {
	c := reference.Config{Docroot: fixtures.FS()}
	if f.pace == 1 || slices.Contains(personaNames(), name) {
		return reference.Start("127.0.0.1:0", name, c)
	}
	var faults []string
	if name != "" {
		faults = strings.Split(name, ",")
	}
	behaviour, err := reference.Compose(faults...)
	if err != nil {
		return nil, err
	}
	return reference.StartStrict("127.0.0.1:0", reference.DefaultLimits().Paced(f.pace), behaviour, c)
}

// completeTest offers the embedded targets as the first word, and cases.
func completeTest(cmd *cobra.Command, args []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	out, directive := completeCases(cmd, args, prefix)
	if name, ok := strings.CutPrefix(prefix, "reference:"); ok && len(args) == 0 {
		out, directive = completePersonas(cmd, args, name)
		faults, _ := completeFaults(cmd, args, name)
		out = append(out, faults...)
		for i := range out {
			out[i] = "reference:" + out[i]
		}
	} else if len(args) == 0 && strings.HasPrefix("reference:", prefix) {
		out = append(out, cobra.CompletionWithDesc("reference:", "the embedded server of a tutorial"))
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	return out, directive
}
