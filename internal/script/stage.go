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
	dir  string
	lock *os.File // held while the process lives, nil where there is no such thing
	n    atomic.Int64
}

// stagePrefix begins the name of each such folder.
const stagePrefix = "httpkit-"

func newStage() (*stage, error) {
	root := os.TempDir()
	if runtime.GOOS == "linux" {
		if st, err := os.Stat("/dev/shm"); err == nil && st.IsDir() {
			root = "/dev/shm"
		}
	}
	sweep(root)
	dir, err := os.MkdirTemp(root, stagePrefix)
	if err != nil && root != os.TempDir() {
		dir, err = os.MkdirTemp("", stagePrefix)
	}
	s := &stage{dir: dir}
	if err == nil {
		err = s.hold()
	}
	if err != nil {
		s.remove()
		return nil, fmt.Errorf("no folder to work in: %w", err)
	}
	return s, nil
}

func (s *stage) remove() {
	if s.dir != "" {
		removeAll(s.dir)
	}
	if s.lock != nil {
		s.lock.Close()
	}
}

// removeAll removes a folder, also one in which a script left a folder that nobody
// may write to.
func removeAll(dir string) {
	if os.RemoveAll(dir) == nil {
		return
	}
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			os.Chmod(path, 0o700)
		}
		return nil
	})
	os.RemoveAll(dir)
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
