package golden

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"httpkit/internal/suite"
)

// TestWrite: all or nothing, the mode kept, and nothing beside the file.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.txtar")
	file := func(old string) *File {
		return &File{Case: &suite.Case{File: path}, Old: []byte(old), New: []byte("new")}
	}
	put := func(text string, mode os.FileMode) {
		os.Remove(path)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil { // whatever the umask is
			t.Fatal(err)
		}
	}
	has := func(path, want string, mode os.FileMode) {
		t.Helper()
		got, err := os.ReadFile(path)
		info, err2 := os.Stat(path)
		if err != nil || err2 != nil || string(got) != want || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("got %q, %v, %v, %v; want %q, %v", got, info.Mode(), err, err2, want, mode)
		}
	}
	for _, mode := range []os.FileMode{0o644, 0o600, 0o755, 0o666} {
		put("old", mode)
		if err := file("old").Write(); err != nil {
			t.Error(err)
		}
		has(path, "new", mode)
	}
	put("other", 0o644)
	if err := file("old").Write(); err == nil || !strings.Contains(err.Error(), "has changed while it was played") {
		t.Errorf("got %v", err)
	}
	has(path, "other", 0o644)

	if os.Getuid() > 0 { // root may write to everything
		put("old", 0o444)
		if err := file("old").Write(); err == nil {
			t.Error("a file that may not be written to was")
		}
		has(path, "old", 0o444)
	}
	os.Remove(path)
	if err := file("old").Write(); err == nil {
		t.Error("a file that is gone was written")
	}

	real := filepath.Join(t.TempDir(), "real.txtar")
	if err := os.WriteFile(real, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, path); err != nil {
		t.Skip(err)
	}
	if err := file("old").Write(); err != nil {
		t.Error(err)
	}
	has(real, "new", 0o600)
	if target, err := os.Readlink(path); err != nil || target != real {
		t.Errorf("the link is %q, %v", target, err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}
