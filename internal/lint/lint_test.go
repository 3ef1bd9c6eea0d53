package lint

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// The table is sorted, each rule has what a rule needs, and each reference is a
// paragraph that is there.
func TestRules(t *testing.T) {
	names := Names()
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) || len(names) < 40 {
		t.Errorf("%d names, not sorted or one twice: %q", len(names), names)
	}
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sentences := map[string]string{}
	for _, r := range Rules() {
		if !form.MatchString(r.Name) || r.Check == nil || len(r.Refs) == 0 {
			t.Errorf("%q: a name of another form, no check or no reference", r.Name)
		}
		if other := sentences[r.Sentence]; other != "" || !strings.HasSuffix(r.Sentence, ".") {
			t.Errorf("%s: its sentence %q is that of %q, or has no end", r.Name, r.Sentence, other)
		}
		sentences[r.Sentence] = r.Name
		if !slices.Contains([]rfc.Level{rfc.Must, rfc.Should, rfc.Robust}, r.Level) {
			t.Errorf("%s: got level %q", r.Name, r.Level)
		}
		for i, ref := range r.Refs {
			parsed, err := rfc.ParseRef(ref.String())
			if err != nil || parsed != ref {
				t.Errorf("%s: %v: got %v, %v", r.Name, ref, parsed, err)
			}
			if err := ref.Check(); err != nil || ref.Heading() == "" {
				t.Errorf("%s: %v has no heading, or %v", r.Name, ref, err)
			}
			if slices.Contains(r.Refs[:i], ref) {
				t.Errorf("%s: %s twice", r.Name, ref)
			}
		}
		if got, ok := ByName(r.Name); !ok || got.Sentence != r.Sentence {
			t.Errorf("ByName(%q) = %v, %v", r.Name, got.Name, ok)
		}
	}
	if _, ok := ByName("no-such-rule"); ok {
		t.Error("ByName finds a rule that is not there")
	}
	all := Rules()
	all[0].Name = "changed"
	if Names()[0] == "changed" {
		t.Error("Rules gives the table away")
	}
}

// Each variable of type Rule in the package stands in the table.
func TestRulesComplete(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	var declared, listed []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			switch v := spec.Values[0].(type) {
			case *ast.CompositeLit:
				if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Rule" {
					declared = append(declared, spec.Names[0].Name)
				}
				if spec.Names[0].Name == "rules" {
					for _, e := range v.Elts {
						listed = append(listed, e.(*ast.Ident).Name)
					}
				}
			case *ast.CallExpr:
				if id, ok := v.Fun.(*ast.Ident); ok && id.Name == "malformedDate" {
					declared = append(declared, spec.Names[0].Name)
				}
			}
			return true
		})
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if !slices.Equal(declared, listed) {
		t.Errorf("declared %q\nin the table %q", declared, listed)
	}
}

// exchange makes an Exchange of a request and what came, in the order of the
// wire; a request of "" is unknown. It was received at the Date of the tests.
func exchange(t testing.TB, sent, came string) *Exchange {
	t.Helper()
	method, asked := "", (*message.Request)(nil)
	if sent != "" {
		found := message.ScanRequests([]byte(sent))
		asked = &found[0]
		method = asked.Method
	}
	x, err := Read([]byte(came), message.FIN, method)
	if err != nil {
		t.Fatalf("%q: %v", came, err)
	}
	x.Request, x.Sent, x.Last = asked, []byte(sent), asked != nil
	x.Now, _ = message.ParseFixdate("Tue, 02 Jan 2024 03:04:07 GMT")
	return x
}

// names are the rules that the findings are of.
func names(all []Finding) string {
	var n []string
	for _, f := range all {
		n = append(n, f.Rule)
	}
	return strings.Join(n, " ")
}

// breach is a response that breaks a rule, and its nearest neighbour that breaks
// none. Where the request matters it is before the mark " <- ", else unknown.
type breach struct{ rule, bad, good string }

// breaches are all tables of breaches.
var breaches = slices.Concat(headBreaches, framingBreaches, statusBreaches, rangeBreaches, fieldBreaches, cachingBreaches)

func split(t testing.TB, s string) *Exchange {
	sent, came, has := strings.Cut(s, " <- ")
	if !has {
		sent, came = "", s
	}
	return exchange(t, sent, came)
}

// Every rule has a breach. A breach is found once, by its rule alone, and its
// neighbour breaks nothing at all.
func TestBreaches(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range breaches {
		seen[b.rule] = true
		x := split(t, b.bad)
		before := string(x.Raw) + string(x.After)
		all := Check(x)
		if got := names(all); got != b.rule {
			t.Errorf("%q\n\tgot %q %+v, want %s", b.bad, got, all, b.rule)
		}
		for _, f := range all {
			if !bytes.Contains([]byte(b.bad), f.Line) {
				t.Errorf("%q: the line %q is not in it", b.bad, f.Line)
			}
			if strings.TrimSpace(f.Why) != f.Why || strings.Contains(f.Why, "%!") {
				t.Errorf("%s: why: %q", f.Rule, f.Why)
			}
		}
		if after := string(x.Raw) + string(x.After); after != before {
			t.Errorf("%q: the bytes were changed", b.bad)
		}
		if all := Check(split(t, b.good)); all != nil {
			t.Errorf("%q\n\tgot %+v, want nothing", b.good, all)
		}
	}
	for _, name := range Names() {
		if !seen[name] && name != dateClockless.Name {
			t.Errorf("%s: no response of the tests breaks it", name)
		}
	}
}
