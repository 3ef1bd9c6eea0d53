// Package watch tells when files change: single ones, and all below a folder. A
// file that an editor replaces by another of the same name is one that changed.
//
// Start with [New]; what changed comes on C, when nothing has changed for a moment.
package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// The bounds of one report: it ends when nothing more has changed for quiet, and at
// the latest after longest. An editor's save is several changes, a checkout many.
const (
	quiet   = 100 * time.Millisecond
	longest = time.Second
)

// Root is what is watched: a file, or a folder with all that is below it but what
// programs keep for themselves (see ignored).
type Root struct {
	Path string
	Ext  string // of a folder, only the files that end so; "" for all
	Kind string // for the caller: it comes back with each change
}

// Change is a file that was written, made, renamed or removed.
type Change struct {
	File string // as the root was named
	Kind string // of the first root that it belongs to
}

// Report is what changed in one go, each file once, in the order it was first seen.
// Err is what could not be watched any longer; watching goes on.
type Report struct {
	Changes []Change
	Err     error
}

// Watcher watches. Its methods may be called at the same time.
type Watcher struct {
	C <-chan Report // what comes while nobody receives is kept, and is one report

	fs    *fsnotify.Watcher
	over  chan struct{}
	ended chan struct{}

	mu    sync.Mutex
	roots []*root
}

// root is a Root with its place on the disk.
type root struct {
	Root
	abs    string // of a folder without links
	real   string // where a file that is a link leads, "" where it is none
	folder bool
}

// New watches the roots. A root that is not there is an error, and so is one that
// the system has no room to watch. Call Close in the end.
func New(roots ...Root) (*Watcher, error) {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, explain(err)
	}
	c := make(chan Report)
	w := &Watcher{C: c, fs: n, over: make(chan struct{}), ended: make(chan struct{})}
	for _, r := range roots {
		if _, err = os.Stat(r.Path); err == nil {
			err = w.Add(r)
		}
		if err != nil {
			n.Close()
			return nil, err
		}
	}
	go w.collect(c)
	return w, nil
}

// Close ends watching.
func (w *Watcher) Close() {
	close(w.over)
	w.fs.Close()
	<-w.ended
}

// Add watches one root more. Its file need not be there yet, but its folder must be.
// A root that is watched already is left as it is.
func (w *Watcher) Add(r Root) error {
	at, err := place(r)
	if err != nil {
		return err
	}
	w.mu.Lock()
	for _, have := range w.roots {
		if have.abs == at.abs && have.Ext == r.Ext {
			w.mu.Unlock()
			return nil
		}
	}
	w.roots = append(w.roots, at)
	w.mu.Unlock()
	// What is replaced is no longer watched; the folder that it is in still is.
	if err := w.add(filepath.Dir(at.abs)); err != nil {
		return err
	}
	if at.real != "" {
		if err := w.add(filepath.Dir(at.real)); err != nil {
			return err
		}
	}
	if at.folder {
		_, err = w.tree(at, at.abs)
	}
	return err
}

// place finds a root on the disk. A folder is only watched under the one name that
// leads over no link: the system tells two names of it apart no better.
func place(r Root) (*root, error) {
	abs, err := filepath.Abs(r.Path)
	if err != nil {
		return nil, err
	}
	at := &root{Root: r}
	if info, err := os.Stat(abs); err == nil && info.IsDir() {
		at.folder = true
		at.abs, err = filepath.EvalSymlinks(abs)
		return at, err
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return nil, err
	}
	at.abs = filepath.Join(dir, filepath.Base(abs))
	if real, err := filepath.EvalSymlinks(at.abs); err == nil && real != at.abs {
		at.real = real
	}
	return at, nil
}

func (w *Watcher) add(dir string) error {
	if err := w.fs.Add(dir); err != nil {
		return fmt.Errorf("%s: %w", dir, explain(err))
	}
	return nil
}

// tree watches a folder and all below it, and gives the files of the root that are
// there.
func (w *Watcher) tree(r *root, dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == r.abs:
			return err
		case err != nil: // gone meanwhile, or nobody may look into it
			return nil
		case path != r.abs && ignored(path):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
			return w.add(path)
		case strings.HasSuffix(path, r.Ext):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// explain adds what can be done where the system's own words don't say it.
func explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("the system watches no more files (%w)\n\twatch fewer folders, or raise its limit (fs.inotify.max_user_watches, fs.inotify.max_user_instances)", err)
	}
	return err
}
