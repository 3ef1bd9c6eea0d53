//go:build unix

package reference

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDocrootOnDisk: nothing leads out of the folder, and what is odd in it does
// no harm.
func TestDocrootOnDisk(t *testing.T) {
	outer := t.TempDir()
	dir := filepath.Join(outer, "www")
	must(t, os.MkdirAll(filepath.Join(dir, "sub", "deep"), 0o755))
	must(t, os.MkdirAll(filepath.Join(outer, "www-secret"), 0o755))
	for name, content := range map[string]string{"www/a.txt": "a", "www/sub/b.txt": "b", "secret": "s", "www-secret/key": "s",
		"www/.git": "s", "www/p%25.txt": "p", "www/a b.txt": "ab", "www/q?.txt": "q", "www/noext": "n"} {
		must(t, os.WriteFile(filepath.Join(outer, name), []byte(content), 0o644))
	}
	for link, to := range map[string]string{"out": "../secret", "abs": filepath.Join(outer, "secret"), "dirout": "..",
		"in": "sub/b.txt", "sub/up": "../a.txt", "sub/deep/far": "../../../secret", "loop": "loop", "dangling": "nothing"} {
		must(t, os.Symlink(to, filepath.Join(dir, link)))
	}
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644))
	rooted, root, err := OpenDocroot(dir)
	must(t, err)
	defer root.Close()
	for kind, fsys := range map[string]fs.FS{"OpenDocroot": rooted, "os.DirFS": os.DirFS(dir), "os.Root": root.FS()} {
		t.Run(kind, func(t *testing.T) {
			addr := serving(t, fsys)
			for target, want := range map[string]string{
				"/a.txt": "a", "/sub/b.txt": "b", "/in": "b", "/sub/up": "a", "/a%20b.txt": "ab", "/p%2525.txt": "p", "/q%3F.txt": "q", "/noext": "n",
				"/out": "404", "/abs": "404", "/dirout/secret": "404", "/sub/deep/far": "404", "/loop": "404", "/dangling": "404",
				"/pipe": "404", "/.git": "404", "/sub/": "404", "/sub/deep": "301", "/../secret": "404", "/..%2fsecret": "404",
				"/%2e%2e/www-secret/key": "404", "/a.txt/": "404", "/a.txt/x": "404", "/" + strings.Repeat("n", 256): "404",
				"/" + strings.Repeat("a/", 2000): "404",
			} {
				r := answer1(t, addr, getting(target))
				got := string(r.Content)
				if r.Status != 200 {
					got = itoa(r.Status)
				}
				if got != want {
					t.Errorf("%s: got %q, want %q", target, got, want)
				}
			}
		})
	}
}
