package watch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// hung is when a test gives up; nothing here takes that long.
const hung = 30 * time.Second

// setUp makes a folder with these files the working directory.
func setUp(t *testing.T, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range files {
		write(t, f)
	}
}

func write(t *testing.T, file string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(time.Now().String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func watcher(t *testing.T, roots ...Root) *Watcher {
	t.Helper()
	w, err := New(roots...)
	must(t, err)
	t.Cleanup(w.Close)
	return w
}

// until collects changes until all wanted ones are there, and gives all.
func until(t *testing.T, w *Watcher, want ...string) []string {
	t.Helper()
	var got []string
	limit := time.After(hung)
	for {
		missing := slices.ContainsFunc(want, func(f string) bool { return !slices.Contains(got, f) })
		if !missing {
			return got
		}
		select {
		case r := <-w.C:
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			for _, c := range r.Changes {
				got = append(got, strings.TrimSpace(c.Kind+" "+filepath.ToSlash(c.File)))
			}
		case <-limit:
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}

// TestFile: a file that is written, and one that is replaced by a rename as editors
// do it, again and again.
func TestFile(t *testing.T) {
	setUp(t, "a.txtar", "other.txtar", "linked/real", "sub/b.txtar")
	must(t, os.Symlink(filepath.Join("linked", "real"), "link"))
	w := watcher(t, Root{Path: "a.txtar", Kind: "case"}, Root{Path: "./link"}, Root{Path: "sub/b.txtar"})
	for range 2 {
		write(t, "other.txtar")
		write(t, "a.txtar")
		if got := until(t, w, "case a.txtar"); len(got) != 1 {
			t.Errorf("written: got %q", got)
		}
		write(t, ".a.txtar.swp")
		write(t, "a.txtar.new")
		must(t, os.Rename("a.txtar", "a.txtar~"))
		must(t, os.Rename("a.txtar.new", "a.txtar"))
		if got := until(t, w, "case a.txtar"); len(got) != 1 {
			t.Errorf("replaced: got %q", got)
		}
	}
	write(t, "linked/real")
	until(t, w, "./link")
	must(t, os.Remove("sub/b.txtar"))
	until(t, w, "sub/b.txtar")
	write(t, "sub/b.txtar")
	until(t, w, "sub/b.txtar")
	must(t, os.Chmod("a.txtar", 0o600))
	write(t, "sub/b.txtar")
	if got := until(t, w, "sub/b.txtar"); slices.Contains(got, "case a.txtar") {
		t.Errorf("another mode is no change: got %q", got)
	}
}

// TestFolder: all that is below it, new folders too, and nothing that programs keep
// for themselves.
func TestFolder(t *testing.T) {
	setUp(t, "src/a.py", "src/sub/b.py", "src/.git/x", "src/node_modules/m.js", "cases/a.txtar")
	w := watcher(t, Root{Path: "cases", Ext: ".txtar", Kind: "case"}, Root{Path: "src"})
	for _, f := range []string{"src/.git/x", "src/node_modules/m.js", "src/a.pyc", "src/a.py~", "src/out.log", "cases/notes.md", "other"} {
		write(t, f)
	}
	write(t, "src/sub/b.py")
	if got := until(t, w, "src/sub/b.py"); len(got) != 1 {
		t.Errorf("got %q", got)
	}
	write(t, "src/new/deep/c.py")
	until(t, w, "src/new/deep/c.py")
	write(t, "src/new/deep/c.py")
	until(t, w, "src/new/deep/c.py")
	write(t, "cases/new/b.txtar")
	until(t, w, "case cases/new/b.txtar")
	// The whole folder goes, and comes again: a checkout.
	must(t, os.RemoveAll("src"))
	until(t, w, "src/a.py")
	write(t, "src/sub/d.py")
	until(t, w, "src/sub/d.py")
	write(t, "src/sub/d.py")
	until(t, w, "src/sub/d.py")
}

// TestLinkedFolder: a folder under two names, one of them a link.
func TestLinkedFolder(t *testing.T) {
	setUp(t, "real/sub/a", "real/mine.txtar")
	must(t, os.Symlink("real", "link"))
	w := watcher(t, Root{Path: "link/mine.txtar"}, Root{Path: "link", Kind: "server"})
	write(t, "real/sub/a")
	until(t, w, "server link/sub/a")
	write(t, "link/mine.txtar")
	if got := until(t, w, "link/mine.txtar"); len(got) != 1 { // the first root that it belongs to
		t.Errorf("got %q", got)
	}
}

// TestAdd: a root can be added later, twice too, and before its file is there.
func TestAdd(t *testing.T) {
	setUp(t, "a")
	w := watcher(t, Root{Path: "a"})
	for range 2 {
		must(t, w.Add(Root{Path: "body.json"}))
	}
	write(t, "body.json")
	if got := until(t, w, "body.json"); len(got) != 1 {
		t.Errorf("got %q", got)
	}
	if len(w.watched()) != 2 {
		t.Errorf("got %d roots, want 2", len(w.watched()))
	}
	if err := w.Add(Root{Path: "no/such/folder"}); err == nil {
		t.Error("a file in no folder can't be watched")
	}
	if _, err := New(Root{Path: "missing"}); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("got %v", err)
	}
}

// TestNothingLost: what changes while nobody listens is told later, once.
func TestNothingLost(t *testing.T) {
	setUp(t, "d/x")
	w := watcher(t, Root{Path: "d"})
	for _, f := range []string{"d/a", "d/b", "d/a", "d/c", "d/a"} {
		write(t, f)
	}
	until(t, w, "d/a", "d/b", "d/c")
	write(t, "d/last")
	got := until(t, w, "d/last")
	if !slices.Equal(got[len(got)-1:], []string{"d/last"}) {
		t.Errorf("got %q", got)
	}
}
