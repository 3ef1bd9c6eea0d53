package reference

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	http1 "httpkit/internal/message"
)

// TestFaultLiterals holds what a fault has to be: one seam, steps that exist, a
// name and a sentence of its own.
func TestFaultLiterals(t *testing.T) {
	names := map[string]bool{}
	for _, p := range personas {
		names[p.Name] = true
	}
	for _, s := range slips {
		names[s.Name] = true
	}
	sentences := map[string]string{}
	lawful := 0
	for _, f := range Faults() {
		if seams := f.Behaviour.seams(); len(seams) != 1 {
			t.Errorf("%s: sets %v, want one seam", f.Name, seams)
		}
		if names[f.Name] || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(f.Name) {
			t.Errorf("%s: got a name that is taken or no name at all", f.Name)
		}
		if other := sentences[f.Sentence]; other != "" || !regexp.MustCompile(`^[A-Z].*\.$`).MatchString(f.Sentence) {
			t.Errorf("%s: got %q (%s), want a sentence of its own", f.Name, f.Sentence, other)
		}
		if f.Lawful && f.Broad {
			t.Errorf("%s: a variant can't be broad", f.Name)
		}
		if f.Lawful {
			lawful++
		}
		names[f.Name], sentences[f.Sentence] = true, f.Name
		for _, c := range f.Behaviour.Steps {
			checkChange(t, f.Name, c)
		}
	}
	if len(faults)-lawful < 40 || lawful < 25 {
		t.Errorf("got %d faults and %d variants, want 40 and 25", len(faults)-lawful, lawful)
	}
}

func checkChange(t *testing.T, fault string, c Change) {
	t.Helper()
	known := func(name string) bool {
		return slices.ContainsFunc(steps, func(s Step) bool { return s.Name == name })
	}
	switch {
	case c.Before == "" && !known(c.Step):
		t.Errorf("%s: changes the step %q, which is none", fault, c.Step)
	case c.Before != "" && (!known(c.Before) || known(c.Step) || c.Do == nil):
		t.Errorf("%s: puts %q before %q: want a new step before one that exists", fault, c.Step, c.Before)
	}
}

// TestFaultsAreSeen plays asks on each fault until one goes another way than on
// the strict server.
func TestFaultsAreSeen(t *testing.T) {
	asks := allAsks()
	strict := startStrict(t, Limits{})
	want := make([]string, len(asks))
	for i, a := range asks {
		want[i] = heard(t, strict, a.send)
	}
	for n, f := range Faults() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			if raceOn && n%8 != 0 {
				t.Skip("one in eight is enough to look for races; the others are played without")
			}
			if why := unseen[f.Name]; why != "" {
				t.Skip(why)
			}
			if id := namedBy(t, f.Name); id != "" && slices.Contains(hanging, f.Name) {
				t.Skipf("leaves clients hanging, as it is meant to; the case %s shows it", id)
			}
			addr := startStrict(t, Limits{}, f.Name)
			for i := range asks {
				i = (i + likely(f)) % len(asks) // where it should be seen soon
				if heard(t, addr, asks[i].send) != want[i] {
					t.Logf("seen on %q", asks[i].name)
					return
				}
			}
			if id := namedBy(t, f.Name); id != "" {
				t.Skipf("no ask shows it; the case %s does, which a test in testscripts holds", id)
			}
			t.Error("no ask shows it, and no case names it")
		})
	}
}

// namedBy is a case whose "catches:" names the fault, "" if there is none.
func namedBy(t *testing.T, fault string) (id string) {
	t.Helper()
	named := regexp.MustCompile(`(?m)^# catches:.*\s` + regexp.QuoteMeta(fault) + `(\s|$)`)
	err := filepath.WalkDir("../testscripts", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txtar" {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && named.Match(text) {
			id = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// likely is the ask from which on a fault is likely to be seen.
func likely(f *Fault) int {
	at := 0
	for _, topic := range []struct {
		faults []*Fault
		asks   asks
	}{
		{lineFaults, lineAsks}, {fieldFaults, fieldAsks}, {hostFaults, hostAsks}, {targetFaults, targetAsks},
		{framingFaults, framingAsks}, {chunkedFaults, chunkedAsks}, {methodFaults, methodAsks}, {connectionFaults, connectionAsks},
		{fileFaults, fileAsks}, {conditionalFaults, conditionalAsks}, {rangeFaults, rangeAsks}, {negotiationFaults, negotiationAsks},
		{limitFaults, limitAsks},
	} {
		if slices.Contains(topic.faults, f) {
			return at
		}
		at += len(topic.asks)
	}
	return 0
}

// unseen are the faults that a client which closes its side can't see.
var unseen = map[string]string{
	"100-after-content":       "has a test of its own",
	"100-to-http10":           "has a test of its own",
	"100-with-length":         "has a test of its own",
	"expect-ignored":          "has a test of its own",
	"refusal-forgets-content": "has a test of its own",
	"idle-close-hasty":        "needs time",
	"late":                    "needs time",
	"waits-for-ever":          "needs time",
	"one-client-at-a-time":    "needs two clients",
	"head-in-single-bytes":    "changes no byte",
	"never-closes":            "the client closes first",
	"lingering-off":           "the client closes first",
}

// hanging are the faults that leave clients without an answer and without an end,
// which is what the cases that name them find out.
var hanging = []string{
	"bad-requests-lose-workers", "cut-content-loses-workers", "empty-connections-lose-workers",
	"half-open-kept", "reset-loses-worker",
}

var anyDate = regexp.MustCompile(`(?m)^Date: .*\r$`)

// heard is what came, and how it ended.
func heard(t testing.TB, addr, send string) string {
	conn := connectTo(t, addr)
	defer conn.Close()
	go func() {
		_, _ = io.WriteString(conn, send)
		_ = conn.CloseWrite()
	}()
	got, err := io.ReadAll(conn)
	if !ended(err) {
		t.Errorf("%.80q: the server neither goes on nor closes", send)
	}
	got = anyDate.ReplaceAllFunc(got, func(line []byte) []byte {
		if _, ok := http1.ParseFixdate(string(line[len("Date: ") : len(line)-1])); ok {
			return []byte("Date: a date\r")
		}
		return line
	})
	if err != nil {
		got = append(got, " (reset)"...)
	}
	return string(bytes.TrimRight(got, " "))
}

func TestCompose(t *testing.T) {
	for _, test := range []struct{ names, want string }{
		{"", ""},
		{"date-missing", ""},
		{"date-missing,host-optional", ""},
		{"cl-sign-taken, chunk-ext-lf", ""},
		{"bare-lf-taken,folds-unfolded,date-missing,closes-after-each,late,no-etag", ""},
		{"date-missing,date-obsolete", "date-missing and date-obsolete: both set Edit, so they can't go together"},
		{"cl-sign-taken,cl-junk-taken", "cl-sign-taken and cl-junk-taken: both set Dialect.Length, so they can't go together"},
		{"host-optional,host-duplicate-taken", "host-optional and host-duplicate-taken: both set the step host, so they can't go together"},
		{"date-missing,date-missing", "date-missing: got it twice, want each fault once"},
		{"date-mising", "\"date-mising\": got no name of a fault or variant\ndid you mean date-missing?"},
		{"xyzzy-plugh", "\"xyzzy-plugh\": got no name of a fault or variant"},
		{"date-missing,", "\"\": got no name of a fault or variant"},
	} {
		_, err := Compose(test.names)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.names, got, test.want)
		}
		if err == nil {
			talkOnce(t, test.names)
		}
	}
}

// talkOnce starts a server by its name.
func talkOnce(t *testing.T, name string) {
	t.Helper()
	s, err := Start("127.0.0.1:0", name, Config{Docroot: docroot})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := talk(t, s.Addr().String(), "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
	if err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 200 OK\r\n") {
		t.Errorf("%q: got %q, %v", name, got, err)
	}
}
