package script

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSweep: what a killed process left is removed by the next run; what belongs to
// a living one, or to nobody we know, is not.
func TestSweep(t *testing.T) {
	root := t.TempDir()
	folder := func(name string) *stage {
		s := &stage{dir: filepath.Join(root, name)}
		if err := os.Mkdir(s.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		return s
	}
	alive, killed, unknown := folder("httpkit-1"), folder("httpkit-2"), folder("httpkit-3")
	for _, s := range []*stage{alive, killed} {
		if err := s.hold(); err != nil {
			t.Fatal(err)
		}
	}
	if alive.lock == nil {
		t.Skip("no locks on this system")
	}
	killed.lock.Close() // as the system does when a process dies
	sweep(root)
	for s, want := range map[*stage]bool{alive: true, killed: false, unknown: true} {
		if _, err := os.Stat(s.dir); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", filepath.Base(s.dir), err == nil, want)
		}
	}
	alive.remove()
	if _, err := os.Stat(alive.dir); !os.IsNotExist(err) {
		t.Errorf("%s is left: %v", alive.dir, err)
	}
}
