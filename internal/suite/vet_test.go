package suite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var facts = Facts{Fixtures: someFixtures, Faults: []string{"host-optional", "host-twice"}, Rules: []string{"date", "framing"}}

// ours makes a case of our own from the example, changed by pairs of old and new.
func ours(t *testing.T, id string, changes ...string) *Case {
	t.Helper()
	c, err := Parse(id, id, []byte(strings.NewReplacer(changes...).Replace(hostMissing)), true)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return c
}

func TestVetOurs(t *testing.T) {
	const id = "http1/host/missing"
	for _, tt := range []struct {
		name, id string
		changes  []string
		want     string
	}{
		{"nothing", id, nil, ""},
		{"no head", id, []string{hostMissing[:strings.Index(hostMissing, "talk")], ""}, `
http1/host/missing:1: the head has no rfc:
	the requirement, as a fragment of the rfc-editor page: 9112#section-3.2-6
http1/host/missing:1: the head has no level:
	MUST, SHOULD, MAY, security or robust
http1/host/missing:1: the head has no catches:
	faults of the reference server on which the case does not pass
http1/host/missing:1: the head has no why:
	what goes wrong for users without it
http1/host/missing:1: the head has no hint:
	what to do about it, for somebody who writes a server
http1/host/missing:1: the case begins with no sentence
	# A request without a Host field is refused.`},
		{"no full stop", id, []string{"refused.\n", "refused\n"}, `
http1/host/missing:1: the sentence has no full stop at its end
	say what is true of a conforming server: # A request without a Host field is refused.`},
		{"section of the RFC", id, []string{"3.2-6", "3.2-99"}, `
http1/host/missing:3: rfc: 9112#section-3.2-99: got paragraph 99, but section 3.2 (Request Target) of RFC 9112 ends with paragraph 6`},
		{"fault", id, []string{"host-optional", "host-optinal"}, `
http1/host/missing:5: catches: "host-optinal" is no fault
	did you mean host-optional?`},
		{"rule", id, []string{"# why:", "# owns: dat\n# why:"}, `
http1/host/missing:6: owns: "dat" is no universal rule
	did you mean date?`},
		{"tag", id, []string{"# why:", "# tags: slow aloen\n# why:"}, `
http1/host/missing:6: tags: "aloen" is no tag of ours
	did you mean alone?`},
		{"warn", id, []string{" -- refused, but the client is not told why", ""}, `
http1/host/missing:16: a warn without a reason
	say after -- what is not as it should be: = warn ended -- refused, but the client is not told why`},
		{"skip", id, []string{"= pass 400", "= skip 500"}, `
http1/host/missing:15: a skip without a reason
	say after -- why the case does not apply: = skip 200 -- promises no time`},
		{"upper case", "http1/host/Missing", nil, `
http1/host/Missing:1: the name "Missing" is not subject-deviation
	lower case, - between words, and no digits: length-negative`},
		{"number", "http1/host/missing-2", nil, `
http1/host/missing-2:1: the name "missing-2" is not subject-deviation
	lower case, - between words, and no digits: length-negative`},
		{"folder", "http1/Host/missing", nil, `
http1/Host/missing:1: case http1/Host/missing: folder "Host" is not in lower case with - between its words`},
		{"depth", "missing", nil, `
missing:1: case missing: got 1 names in its path, want SUITE/TOPIC/NAME`},
		{"stage", "tutorial/07-host", []string{"# why:", ofStage}, ""},
		{"stage of the name", "tutorial/07-host", nil, `
tutorial/07-host:1: the name "07-host" begins with a stage, but the head has no stage:`},
		{"stage of the head", "tutorial/host", []string{"# why:", ofStage}, `
tutorial/host:6: stage: the name "host" does not begin with the stage
	call the file 07-SUBJECT.txtar`},
		{"two stages", "tutorial/08-host", []string{"# why:", ofStage}, `
tutorial/08-host:6: stage: got 7, but the name begins with 08`},
		{"stage without its keys", "tutorial/07-host", []string{"# why:", "# stage: 7\n# read: a\n# go: b\n# node: c\n# why:"}, `
tutorial/07-host:1: the head of a stage has no python:
	of a stage: the usual mistake of a server in Python
tutorial/07-host:1: the head of a stage has no c:
	of a stage: the usual mistake in C`},
		{"keys of a stage elsewhere", id, []string{"# why:", "# python: a\n# why:"}, `
http1/host/missing:6: python: is for the stages of a ladder
	say it in the hint`},
	} {
		got := ""
		if errs := Vet([]*Case{ours(t, tt.id, tt.changes...)}, facts); errs != nil {
			got = "\n" + errs.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got%s\nwant%s", tt.name, got, tt.want)
		}
	}
}

// ofStage are the keys that make a stage of a case.
const ofStage = "# stage: 7\n# read: a\n# python: b\n# go: c\n# c: d\n# node: e\n# why:"

func TestVetBetween(t *testing.T) {
	all := []string{"A request without", "Another without", "Without Host a", "Otherwise a", "After the last", "Behind the last"}
	other := ours(t, "http1/host/twice", all...)
	if errs := Vet([]*Case{ours(t, "http1/host/missing"), other}, facts); errs != nil {
		t.Errorf("different: %v", errs)
	}
	sameHint := ours(t, "http1/host/twice", all[:4]...)
	for _, tt := range []struct {
		name  string
		cases []*Case
		want  string
	}{
		{"hint", []*Case{sameHint, ours(t, "http1/host/missing")},
			"http1/host/twice:7: hint: http1/host/missing:7 has the same\n\tsay what this case is about, and not its neighbour"},
		{"all", []*Case{ours(t, "http1/host/a", "# why:", "# owns: date\n# why:"), ours(t, "http1/host/b", "# why:", "# owns: framing date\n# why:")},
			"http1/host/b:1: sentence: http1/host/a:1 has the same\n\tone case, one requirement\n" +
				"http1/host/b:6: owns date: http1/host/a:6 has the same\n\ta universal rule has one owner\n" +
				"http1/host/b:7: why: http1/host/a:7 has the same\n\tsay what this requirement is good for, and not its neighbour's\n" +
				"http1/host/b:8: hint: http1/host/a:8 has the same\n\tsay what this case is about, and not its neighbour"},
		{"stage", []*Case{ours(t, "tutorial/07-a", "# why:", ofStage), ours(t, "tutorial/07-b", append(all, "# why:", ofStage)...)},
			"tutorial/07-b:6: stage: tutorial/07-a:6 has the same\n\ta ladder has one case a stage"},
		{"owners on a ladder", []*Case{ours(t, "tutorial/07-a", "# why:", ofStage, "# why:", "# owns: date\n# why:"), ours(t, "http1/host/b", append(all, "# why:", "# owns: date\n# why:")...)}, ""},
		{"id", []*Case{other, other}, "http1/host/twice: case http1/host/twice is there twice\n\tname it once"},
	} {
		got := ""
		if errs := Vet(tt.cases, facts); errs != nil {
			got = errs.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	// A user may say the same twice.
	a, b := ours(t, "a"), ours(t, "b")
	a.Own, b.Own = false, false
	if errs := Vet([]*Case{a, b}, facts); errs != nil {
		t.Errorf("a user's: %v", errs)
	}
}

func TestVetSections(t *testing.T) {
	const play = "> a\\\n= pass 2xx\n"
	for _, tt := range []struct{ name, text, want string }{
		{"fine", "talk\n-- a --\n> \\{file hello.txt}\\{rep 2 \\{file b.txt}}\\\n= pass 2xx\n=   content \\{file c.txt}\n-- b.txt --\n-- c.txt --\n", ""},
		{"unused transcript", "talk a\n-- a --\n" + play + "-- b --\n" + play, "x:5: section b is never played\n\ttalk alone plays every transcript; talk NAME plays those it names, up to a stop or skip"},
		{"behind stop", "talk a\nstop\ntalk b\n-- a --\n" + play + "-- b --\n" + play, "x:7: section b is never played\n\ttalk alone plays every transcript; talk NAME plays those it names, up to a stop or skip"},
		{"unused file", "talk\n-- a --\n" + play + "-- b.txt --\n", "x:5: section b.txt is used by no \\{file b.txt}\n\tthe name of a transcript has no dot"},
		{"file of the engine", "talk\ncmp a b.txt\n-- a --\n" + play + "-- b.txt --\n", ""},
		{"empty transcript", "talk\n-- a --\n# nothing\n", "x:2: section a is empty: nothing is sent, nothing has to come"},
		{"nothing but connections", "talk\n-- a --\n# one\n* connect\n* pause 1ms\n-- b --\n* repeat 2\n* connect b\n* end\n",
			"x:4: the case asserts nothing: nothing is sent, nothing has to come\n\tsend something (>), and say what has to come (< or =) or how the connection is: * silent, * closed"},
		{"a connection first", "talk\n-- a --\n* connect\n-- b --\n" + play, ""},
		{"connect and be silent", "talk\n-- a --\n* connect\n* silent\n", ""},
		{"connect and reset", "talk\n-- a --\n* connect\n* abort\n", ""},
		{"connect and FIN", "talk\n-- a --\n* connect\n* close-write\n", ""},
		{"a look of the engine's", "talk\nexec true\n-- a --\n* connect\n", ""},
		{"no such file", "talk\n-- a --\n> \\{file hallo.txt}\\\n= pass 2xx\n=   content \\{file b.txt}\n-- c.txt --\n",
			"x:3: file \"hallo.txt\": there is no section of the case and no fixture of that name\n" +
				"\tthere are: c.txt\n" +
				"x:5: file \"b.txt\": there is no section of the case and no fixture of that name\n\tdid you mean c.txt?\n" +
				"x:6: section c.txt is used by no \\{file c.txt}\n\tthe name of a transcript has no dot"},
		{"a rule that never decides", "talk\n-- a --\n> a\\\n= pass 2xx\n= fail 204\n", "x:5: this never decides: x:4 holds first\n\twrite the narrower rule first"},
		{"nothing is read", "talk\n-- a --\n* sip 0\n> a\\\n= pass 2xx\n", "x:5: nothing is read here: x:3 stops reading\n\twrite * sip N before it"},
		{"more than can be sent", "# A.\n#\n# each: v: \\{noise 70000000}\n\ntalk\n-- a --\n> \\{rep 100000 \\{rep 100000 \\{rep 100 a}}}\\\n< \\{rep 200000 \\{int}\\{$path}}\\\n= pass 2xx\n=   content \\{rep 9000 \\{file hello.txt}\\{rep 9999 b}}\n",
			"x:3: the bytes of the line come to more than 64 MiB\nx:7: the bytes of the line come to more than 64 MiB\n" +
				"x:8: the pattern has more than 131072 masks and literals\nx:10: the bytes of the line come to more than 64 MiB"},
		{"just what can be sent", "# A.\n#\n# each: v: 70000000\n\ntalk\n-- a --\n> \\{rep 64 \\{rep 1024 \\{rep 1024 a}}}\\{$v}\\{rep $v a}\\{rep 1000000000 }\\\n< \\{rep 131072 \\{int}}\\\n", ""},
		{"no such file in a sweep", "# A.\n#\n# each: v: \\{file no.txt}\n\ntalk\n-- a --\n> \\{$v}\\\n= pass 2xx\n", "x:3: file \"no.txt\": there is no section of the case and no fixture of that name"},
	} {
		c, err := Parse("x", "x", []byte(tt.text), false)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := ""
		if errs := Vet([]*Case{c}, facts); errs != nil {
			got = errs.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// Lines that can never be played are told, wherever package wire sees them.
func TestVetUnplayable(t *testing.T) {
	c, err := Parse("x", "x", []byte("talk\n-- a --\n> a\\\n* closed\n> b\\\n= pass 2xx\n"), false)
	if err != nil {
		t.Fatal(err)
	}
	errs := Vet([]*Case{c}, facts)
	if len(errs) == 0 || errs[0].Pos.Line != 5 && errs[0].Pos.Line != 6 {
		t.Errorf("got %v, want a mistake in line 5 or 6", errs)
	}
}

// Without facts nothing is held against them; with a folder, files are found in it.
func TestVetFacts(t *testing.T) {
	c := mustParse(t, "x", "# A.\n#\n# catches: no-such\n# owns: no-such\n\ntalk\n-- a --\n> \\{file no.txt}\\\n= pass 2xx\n")
	if errs := Vet([]*Case{c}, Facts{}); errs != nil {
		t.Errorf("got %v", errs)
	}
	if got := len(Vet([]*Case{c}, facts)); got != 3 {
		t.Errorf("got %d mistakes, want 3", got)
	}
	c.Dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(c.Dir, "no.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := len(Vet([]*Case{c}, facts)); got != 2 {
		t.Errorf("with the file beside it: got %d mistakes, want 2", got)
	}
}

func TestCapabilities(t *testing.T) {
	last := ""
	for _, c := range Capabilities() {
		if c.Name <= last || c.Means == "" {
			t.Errorf("%q is not sorted or says nothing", c.Name)
		}
		last = c.Name
	}
	if got := len(CapabilityNames()); got != 13 {
		t.Errorf("got %d capabilities, want the 13 of the design", got)
	}
}
