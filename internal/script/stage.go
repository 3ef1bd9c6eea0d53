package script

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/txtar"

	"httpkit/internal/suite"
)

// stage is where testscript works: a folder of its own for the run, in memory
// where the system has such a place (a testscript's cost is nearly all in making
// its work folder).
type stage struct {
	dir string
	n   atomic.Int64
}

func newStage() (*stage, error) {
	root := ""
	if runtime.GOOS == "linux" {
		if st, err := os.Stat("/dev/shm"); err == nil && st.IsDir() {
			root = "/dev/shm"
		}
	}
	dir, err := os.MkdirTemp(root, "httpkit-")
	if err != nil && root != "" {
		dir, err = os.MkdirTemp("", "httpkit-")
	}
	if err != nil {
		return nil, fmt.Errorf("no folder to work in: %w", err)
	}
	return &stage{dir: dir}, nil
}

func (s *stage) remove() {
	if os.RemoveAll(s.dir) == nil {
		return
	}
	// A script may have left a folder that nobody may write to.
	filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			os.Chmod(path, 0o700)
		}
		return nil
	})
	os.RemoveAll(s.dir)
}

// script writes a case's script under a name of its own: testscript names its
// work folder after the base name, and equal names in two folders would clash.
// The files of a case are written only for a script that may use them.
func (s *stage) script(c *suite.Case, withFiles bool) (string, error) {
	name := filepath.Join(s.dir, fmt.Sprintf("%d.txtar", s.n.Add(1)))
	text := c.Script
	if withFiles {
		a := &txtar.Archive{Comment: text}
		for name, data := range c.Files {
			a.Files = append(a.Files, txtar.File{Name: name, Data: data})
		}
		text = txtar.Format(a)
	}
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return "", fmt.Errorf("no script can be written in %s: %w", s.dir, err)
	}
	return name, nil
}

// shown gives a function that takes the paths of the stage out of a message: file
// is the script's, name is what the case is called.
func (s *stage) shown(file, name string) func(string) string {
	work := strings.TrimSuffix(filepath.Base(file), ".txtar")
	return strings.NewReplacer(
		file, name,
		filepath.Join(s.dir, "script-"+work), "$WORK",
		s.dir+string(filepath.Separator), "",
		s.dir, "$WORK",
	).Replace
}
