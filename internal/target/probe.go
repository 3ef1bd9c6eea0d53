package target

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"httpkit/client"
)

// Target is a server to be probed, and what it is asked for. The zero value of
// each field but Addr is usable.
type Target struct {
	Addr client.Address
	Dial client.Options // TLS and the time to connect; Recorder, Name and MaxUnread are not used

	// Host is the value of the Host field (Addr.Host), Path a path that is
	// answered with 2xx ("/"), Echo and Fields the paths of the two contracts
	// ("/echo", "/fields").
	Host, Path, Echo, Fields string

	// Timeout bounds each wait for an answer; 0 is 5 s.
	Timeout time.Duration

	// Fixture gives the bytes of a file of the kit's docroot, Dated the date
	// that all of them have. Without them the capabilities that are about
	// files are not offered.
	Fixture func(name string) ([]byte, error)
	Dated   time.Time
}

func (t Target) withDefaults() Target {
	set := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	set(&t.Host, t.Addr.Host)
	set(&t.Path, "/")
	set(&t.Echo, "/echo")
	set(&t.Fields, "/fields")
	if t.Timeout <= 0 {
		t.Timeout = 5 * time.Second
	}
	return t
}

// request gives a whole request. Probes are ASCII and well below 1024 bytes,
// for a server that reads once and takes what it gets for text.
func (t Target) request(method, path string, fields []string, content string) []byte {
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: " + t.Host}, fields...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + content)
}

// Found is what was found out about a capability.
type Found struct {
	Name    string
	Offered bool
	Why     string // a sentence without its full stop: what came, or who said so
	Silent  bool   // nothing came for the last request: it may have died of it
	Status  int    // for routes, if /x-smuggled was answered: with what; else 0
}

// probing is how a capability is found: after those that it builds on.
type probing struct {
	name  string
	needs []string
	probe func(*prober, context.Context) (Found, error)
}

// probings is the table, sorted by name. The contracts are in section 6 of the
// design.
var probings = []probing{
	{"chunked-response", []string{"echo"}, (*prober).chunkedResponse},
	{"concurrency", nil, (*prober).concurrency},
	{"docroot", nil, nil}, // given, never probed
	{"echo", nil, (*prober).echo},
	{"etag", []string{"files"}, (*prober).etag},
	{"fields", nil, (*prober).fields},
	{"files", nil, (*prober).files},
	{"gzip", []string{"files"}, (*prober).gzip},
	{"last-modified", []string{"files"}, (*prober).lastModified},
	{"persistence", nil, (*prober).persistence},
	{"pipelining", []string{"persistence"}, (*prober).pipelining},
	{"ranges", []string{"files"}, (*prober).ranges},
	{"routes", nil, (*prober).routes},
}

// Probe finds out whether the target offers the capabilities that are needed,
// and those that they build on, each with one or two whole exchanges. What is
// forced is not probed. The answer is sorted by name.
//
// Whatever a target answers is no error, but a reason not to offer something.
// The error is an *Unready where the target can't be reached or has gone away,
// that of ctx, or that of Fixture; an unknown name is one, too.
func Probe(ctx context.Context, t Target, needs []string, forced Forced) ([]Found, error) {
	p, end := newProber(ctx, t)
	defer end()
	p.forced = forced
	for _, name := range needs {
		if _, err := p.find(ctx, name); err != nil {
			return nil, err
		}
	}
	if p.silent {
		// It may have died of the last request.
		if _, err := p.getWith(ctx, p.t.Path); err != nil {
			return nil, err
		}
	}
	var all []Found
	for _, f := range p.found {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Found) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// find probes one capability, if it is not known yet.
func (p *prober) find(ctx context.Context, name string) (Found, error) {
	if f, known := p.found[name]; known {
		return f, nil
	}
	f, err := p.look(ctx, name)
	if err != nil {
		return f, err
	}
	f.Name, f.Silent = name, p.silent && !f.Offered
	p.found[name] = f
	return f, nil
}

func (p *prober) look(ctx context.Context, name string) (Found, error) {
	i := slices.IndexFunc(probings, func(g probing) bool { return g.name == name })
	if i < 0 {
		return Found{}, fmt.Errorf("%s: no such capability", name)
	}
	if f, is := p.forced[name]; is {
		return f, nil
	}
	for _, need := range probings[i].needs {
		f, err := p.find(ctx, need)
		if err != nil || !f.Offered {
			return lacks("it builds on %s: %s", need, f.Why), err
		}
	}
	if probings[i].probe == nil {
		return lacks("the folder that the target serves was not given"), nil
	}
	p.now = name
	return probings[i].probe(p, ctx)
}

func offers(format string, args ...any) Found {
	return Found{Offered: true, Why: fmt.Sprintf(format, args...)}
}

func lacks(format string, args ...any) Found { return Found{Why: fmt.Sprintf(format, args...)} }
