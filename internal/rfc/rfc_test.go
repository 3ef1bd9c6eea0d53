package rfc

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestParseRef(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Ref
		url  string
		long string
	}{
		{"9112#section-3.2-6", Ref{9112, "3.2", "section-3.2-6"}, "https://www.rfc-editor.org/rfc/rfc9112#section-3.2-6", "RFC 9112, 3.2 Request Target"},
		{"9110#section-15.5.6", Ref{9110, "15.5.6", "section-15.5.6"}, "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6", "RFC 9110, 15.5.6 405 Method Not Allowed"},
		{"9112#section-6.3-2.4.1", Ref{9112, "6.3", "section-6.3-2.4.1"}, "https://www.rfc-editor.org/rfc/rfc9112#section-6.3-2.4.1", "RFC 9112, 6.3 Message Body Length"},
		{"6265#section-5.4", Ref{6265, "5.4", "section-5.4"}, "https://www.rfc-editor.org/rfc/rfc6265#section-5.4", "RFC 6265 section 5.4"},
	} {
		got, err := ParseRef(tt.in)
		if err != nil {
			t.Errorf("ParseRef(%q): %v", tt.in, err)
			continue
		}
		if got != tt.want || got.String() != tt.in || got.URL() != tt.url || got.Long() != tt.long {
			t.Errorf("ParseRef(%q) = %#v, %s, %s, %s; want %#v, %s, %s", tt.in, got, got, got.URL(), got.Long(), tt.want, tt.url, tt.long)
		}
		if err := got.Check(); err != nil {
			t.Errorf("Check(%s): %v", got, err)
		}
	}
	if got, want := (Ref{9112, "3.2", "section-3.2-6"}).Title(), "RFC 9112 section 3.2"; got != want {
		t.Errorf("Title() = %q, want %q", got, want)
	}
}

func TestParseRefErrors(t *testing.T) {
	const forms = "write 9112#section-3.2-6 (RFC, section, paragraph) or 9110#section-15.5.6"
	for _, tt := range []struct{ in, hint string }{
		{"", forms},
		{"9112", forms},
		{"9112#section-A.1", forms},
		{"9112#section-3.2-", forms},
		{"9112#section-03", forms},
		{"9112#section-3.2-0", forms},
		{"0#section-1", forms},
		{"123456#section-1", forms},
		{"9112#section-3.2-6\n", forms},
		{"9112#3.2-6", "did you mean 9112#section-3.2-6?"},
		{"RFC9112#section-3.2", "did you mean 9112#section-3.2?"},
		{"RFC 9112 section 3.2", "did you mean 9112#section-3.2?"},
		{"9110 §9.3.1", "did you mean 9110#section-9.3.1?"},
		{"https://www.rfc-editor.org/rfc/rfc9112#section-3.2-6", "did you mean 9112#section-3.2-6?"},
		{"https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2-6", "did you mean 9112#section-3.2-6?"},
	} {
		_, err := ParseRef(tt.in)
		want := strconv.Quote(tt.in) + " is no reference to an RFC\n\t" + tt.hint
		if err == nil || err.Error() != want {
			t.Errorf("ParseRef(%q): got %v, want %s", tt.in, err, want)
		}
	}
}

func TestParseRefs(t *testing.T) {
	got, err := ParseRefs(" 9112#section-3.2-6  9110#section-7.2 ")
	want := []Ref{{9112, "3.2", "section-3.2-6"}, {9110, "7.2", "section-7.2"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	for in, want := range map[string]string{
		" ":                             "no reference to an RFC",
		"9112#section-1 9112#section-1": "9112#section-1 is named twice",
		"9112#section-1 x":              `"x" is no reference to an RFC`,
	} {
		if _, err := ParseRefs(in); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseRefs(%q): got %v, want %s", in, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"9112#section-3.2-99", "9112#section-3.2-99: got paragraph 99, but section 3.2 (Request Target) of RFC 9112 ends with paragraph 6"},
		{"9112#section-13", "9112#section-13: RFC 9112 has no section 13\n\tits sections are 1 to 12"},
		{"9112#section-3.2.9", "9112#section-3.2.9: RFC 9112 has no section 3.2.9\n\tits section 3.2 ends with 3.2.4"},
		{"9112#section-9.4.1", "9112#section-9.4.1: RFC 9112 has no section 9.4.1\n\tits section 9.4 (Concurrency) has no sections below it"},
		{"9110#section-99.1.1", "9110#section-99.1.1: RFC 9110 has no section 99.1.1\n\tits sections are 1 to 18"},
		{"9112#section-3.2-7", ""}, // publication may have moved it by one
		{"9112#section-3.2", ""},
		{"9999#section-99-99", ""}, // no table, no opinion
	} {
		r, err := ParseRef(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := r.Check(); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("Check(%s): got %q, want %q", tt.in, got, tt.want)
		}
	}
}

// The tables are in the order of the document, without a gap and without a
// section twice.
func TestTables(t *testing.T) {
	for n, table := range tables {
		seen := map[string]bool{}
		for _, s := range table {
			if seen[s.number] || s.heading == "" {
				t.Errorf("RFC %d: section %s twice or without a heading", n, s.number)
			}
			seen[s.number] = true
			if _, err := ParseRef(Ref{RFC: n, Fragment: "section-" + s.number}.String()); err != nil {
				t.Error(err)
			}
			i := strings.LastIndexByte(s.number, '.')
			last, err := strconv.Atoi(s.number[i+1:])
			if err != nil {
				t.Errorf("RFC %d: section %q", n, s.number)
			}
			if last > 1 && !seen[s.number[:i+1]+strconv.Itoa(last-1)] {
				t.Errorf("RFC %d: %s comes before the section it follows", n, s.number)
			}
		}
	}
}

func TestLevels(t *testing.T) {
	hard := map[Level]bool{Must: true, Security: true, Robust: true}
	for _, l := range Levels() {
		got, err := ParseLevel(string(l))
		if err != nil || got != l || l.Hard() != hard[l] {
			t.Errorf("%s: got %q, %v, hard %v", l, got, err, l.Hard())
		}
	}
	for _, in := range []string{"must", "", "Security", "interop"} {
		_, err := ParseLevel(in)
		want := "got level " + strconv.Quote(in) + ", want MUST, SHOULD, MAY, security or robust"
		if err == nil || err.Error() != want {
			t.Errorf("ParseLevel(%q): got %v, want %s", in, err, want)
		}
	}
	if !Level("").Hard() {
		t.Error("a case without a level must be hard")
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add("9112#section-3.2-6")
	f.Add("RFC 9110 §9.3.1")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRef(s)
		if err != nil {
			return
		}
		if r.String() != s {
			t.Errorf("ParseRef(%q).String() = %q", s, r)
		}
		r.Check()
		r.Long()
	})
}
