package main

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/script"
	targets "httpkit/internal/target"
)

// rival is one of the servers that are compared.
type rival struct {
	name  string // that was given to it, else its address
	given string // how it was named
	flags testFlags
	at    *target
	opts  script.Options
	facts measured
}

// maxRivals is a wall against a typo: a column each is not read any more.
const maxRivals = 16

const waysToCompare = `httpkit compare --target a=localhost:8080 --target b=localhost:8081 http1
httpkit compare --target mine=:8888 --target right=reference http1`

// rivalName is what may stand before the equals sign: no address begins so.
var rivalName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// rivals reads the values of --target.
func (f *compareFlags) rivals() ([]*rival, error) {
	switch n := len(f.targets); {
	case n == 0:
		return nil, usage(waysToCompare, "no servers to compare; name two or more:")
	case n == 1:
		return nil, usage(waysToCompare, "--target %s: nothing to compare it with; name another server:", f.targets[0])
	case n > maxRivals:
		return nil, usage("", "--target: got %d servers, want at most %d", n, maxRivals)
	}
	var out []*rival
	taken := map[string]bool{}
	for _, word := range f.targets {
		r := &rival{name: word, given: word}
		if name, addr, named := strings.Cut(word, "="); named && (name == "" || rivalName.MatchString(name)) {
			if name == "" || addr == "" {
				return nil, usage("--target NAME=ADDR, for example --target old=localhost:8080", "--target %s: the name or the address is missing", word)
			}
			r.name, r.given = name, addr
		}
		if taken[r.name] {
			return nil, usage("give each a name of its own: --target a=... --target b=...", "--target %s: two servers are called %s", word, r.name)
		}
		taken[r.name] = true
		out = append(out, r)
	}
	return out, nil
}

// open finds the addresses, starts the embedded servers, and dials each: nothing is
// sent where one of them is not there.
func (f *compareFlags) open(cmd *cobra.Command) (all []*rival, err error) {
	if all, err = f.rivals(); err != nil {
		return nil, err
	}
	var opened []*rival
	defer func() {
		if err != nil {
			for _, r := range opened {
				r.at.close(cmd)
			}
		}
	}()
	for _, r := range all {
		r.flags = f.test
		r.flags.told = &reports{}
		word := ""
		if embedded, rest := targetWord([]string{r.given}); len(rest) == 0 {
			word = embedded
		} else {
			r.flags.target = r.given
		}
		if r.at, err = r.flags.openTarget(cmd.Context(), word); err != nil {
			if e, ok := errors.AsType[*exitError](err); ok {
				e.msg = "--target " + r.name + ": " + strings.TrimPrefix(e.msg, "--target: ")
			}
			return nil, err
		}
		opened = append(opened, r)
	}
	host, path, err := f.common(all)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.flags.path = path; !f.ownHost {
			r.flags.host = host
		}
		if r.opts, err = r.flags.options(r.at); err != nil {
			return nil, err
		}
	}
	return all, dialAll(cmd.Context(), all)
}

// common is the Host field and the path that all are sent: those of the first
// server that is not one of ours, which have a port that nobody has chosen.
func (f *compareFlags) common(all []*rival) (host, path string, err error) {
	if f.ownHost && f.test.host != "" {
		return "", "", usage("leave one of them out", "--host %s and --own-host: each server has a Host of its own, or all have this one", f.test.host)
	}
	host, path = f.test.host, f.test.path
	of := ""
	for _, r := range all {
		p := r.at.addr.Path
		if host == "" && r.at.embedded == nil {
			host = r.at.addr.Host
		}
		switch {
		case f.test.path != "" || p == "":
		case path == "":
			path, of = p, r.name
		case path != p:
			return "", "", usage("name one for all: --path PATH", "%s has the path %s, and %s has %s: the bytes would not be the same", of, path, r.name, p)
		}
	}
	return cmp.Or(host, "localhost"), path, nil
}

// dialAll makes a connection to each server and ends it. The error names all that
// are not there.
func dialAll(ctx context.Context, all []*rival) error {
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, r := range all {
		wg.Go(func() {
			dial := r.opts.Dial
			c, err := client.Dial(ctx, r.opts.Target, &dial)
			if err == nil {
				targets.Leave(ctx, c)
			}
			errs[i] = err
		})
	}
	wg.Wait()
	var words []string
	var first error
	for i, err := range errs {
		if err != nil {
			words = append(words, all[i].name+": "+strings.ReplaceAll(err.Error(), "\nhint: ", "\n\t"))
			if first == nil {
				first = err
			}
		}
	}
	if first == nil {
		return nil
	}
	return &exitError{status: exitUnreached, msg: strings.Join(words, "\n"), hint: "nothing was sent to any of them", err: first}
}
