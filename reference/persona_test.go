package reference

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestPersonas(t *testing.T) {
	for _, p := range Personas() {
		server := startWatched(t, p.Name)
		for _, probe := range probes[p.Name] {
			t.Run(p.Name+"/"+probe.name, func(t *testing.T) {
				got, want := server.play(t, probe), outcome{probe.want, probe.end}
				if got != want {
					t.Errorf("to %q:\n got %q and %s\nwant %q and %s", probe.send, got.bytes, got.end, want.bytes, want.end)
				}
			})
		}
	}
}

// A client that says nothing is waited for, and so does each persona wait.
func TestSilentClient(t *testing.T) {
	for _, p := range Personas() {
		if got, want := startWatched(t, p.Name).play(t, probe{name: "silent"}), (outcome{"", stays}); got != want {
			t.Errorf("%s: got %q, want %q", p.Name, got, want)
		}
	}
}

func TestMovedPageHasItsLength(t *testing.T) {
	if len(movedPage) != 262 {
		t.Errorf("the page of the 301: got %d bytes, want 262", len(movedPage))
	}
}

// A docroot that lacks the image: the original dies of it.
func TestPageWithoutImage(t *testing.T) {
	w := &watch{}
	s := start(t, "page", Config{Docroot: fstest.MapFS{}, Wrap: w.wrap})
	got := play(t, s.Addr().String(), probe{name: "image", send: "GET /test.jpg HTTP/1.1\n\n"}, w)
	if want := (outcome{"", fin}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPersonaTable(t *testing.T) {
	list := Personas()
	if !slices.IsSortedFunc(list, func(a, b *Persona) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted by name")
	}
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
		if p.Port == "" || !strings.HasSuffix(p.Summary, ".") || p.answer == nil {
			t.Errorf("%s: incomplete", p.Name)
		}
		if len(probes[p.Name]) == 0 {
			t.Errorf("%s: no test", p.Name)
		}
	}
	if want := []string{"files", "hello", "markup", "message", "page", "tcp"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if Personas()[0] = nil; Personas()[0] == nil {
		t.Error("the table can be changed from outside")
	}
}
