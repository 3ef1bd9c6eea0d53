package reference

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func serving(t *testing.T, fsys fs.FS) string {
	t.Helper()
	s, err := StartStrict("127.0.0.1:0", Limits{}, Behaviour{}, Config{Docroot: fsys})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s.Addr().String()
}

// TestTagsFollowContent: another content of the same length at the same moment
// has another entity tag.
func TestTagsFollowContent(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "f.txt")
	addr := serving(t, os.DirFS(dir))
	seen := map[string]bool{}
	for _, content := range []string{"one", "two", "six", "ten"} {
		must(t, os.WriteFile(name, []byte(content), 0o644))
		r := answer1(t, addr, getting("/f.txt"))
		if tag := first(r, "ETag"); string(r.Content) != content || seen[tag] || strings.HasPrefix(tag, "W/") {
			t.Errorf("%s: got %q with the tag %s", content, r.Content, tag)
		} else {
			seen[tag] = true
		}
	}
}

// TestLargeFiles: beyond what is kept in memory, also from a file system that
// can only read forward.
func TestLargeFiles(t *testing.T) {
	content := strings.Repeat("0123456789", keptSize/8)
	old := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	for kind, fsys := range map[string]fs.FS{
		"seek":    fstest.MapFS{"big": {Data: []byte(content), ModTime: old}},
		"forward": forwardFS{fstest.MapFS{"big": {Data: []byte(content), ModTime: old}}},
	} {
		t.Run(kind, func(t *testing.T) {
			addr := serving(t, fsys)
			if r := answer1(t, addr, getting("/big")); string(r.Content) != content {
				t.Errorf("got %d bytes, want %d", len(r.Content), len(content))
			}
			if r := answer1(t, addr, getting("/big", "Range: bytes=3-5")); string(r.Content) != "345" {
				t.Errorf("got %.20q", r.Content)
			}
			if r := answer1(t, addr, getting("/big", "Range: bytes=0-0,1001-1001")); !strings.Contains(string(r.Content), "\r\n\r\n1\r\n--") {
				t.Errorf("got %.400q", r.Content)
			}
		})
	}
	t.Run("sparse", func(t *testing.T) {
		dir := t.TempDir()
		f, err := os.Create(filepath.Join(dir, "huge"))
		must(t, err)
		must(t, f.Truncate(5<<30))
		f.Close()
		addr := serving(t, os.DirFS(dir))
		r := answer1(t, addr, getting("/huge", "Range: bytes=4294967296-4294967299"))
		if string(r.Content) != "\x00\x00\x00\x00" || first(r, "Content-Range") != "bytes 4294967296-4294967299/5368709120" {
			t.Errorf("got %s %q", first(r, "Content-Range"), r.Content)
		}
		if r := answer1(t, addr, "HEAD /huge HTTP/1.1\r\nHost: a\r\n\r\n"); first(r, "Content-Length") != "5368709120" {
			t.Errorf("got %q", lines(r))
		}
	})
}

// forwardFS hides what a file can do beside Read.
type forwardFS struct{ fs.FS }

func (f forwardFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	return struct{ fs.File }{file}, err
}
