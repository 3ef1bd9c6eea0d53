package watch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// collect makes reports of events until the watcher is closed.
func (w *Watcher) collect(c chan<- Report) {
	defer close(w.ended)
	var now Report
	var first time.Time
	due := time.NewTimer(time.Hour)
	defer due.Stop()
	var out chan<- Report // nil as long as there is nothing to send
	for {
		var changes []Change
		var err error
		select {
		case e, ok := <-w.fs.Events:
			if !ok {
				return
			}
			changes, err = w.seen(e)
		case err = <-w.fs.Errors:
			if errors.Is(err, fsnotify.ErrEventOverflow) { // what changed is not known: all did
				changes, err = w.all(), nil
			}
		case <-due.C:
			if len(now.Changes) > 0 || now.Err != nil {
				out = c
			}
			continue
		case out <- now:
			now, out = Report{}, nil
			continue
		case <-w.over:
			return
		}
		if len(changes) == 0 && err == nil {
			continue
		}
		if len(now.Changes) == 0 && now.Err == nil {
			first = time.Now()
		}
		for _, ch := range changes {
			if !slices.Contains(now.Changes, ch) {
				now.Changes = append(now.Changes, ch)
			}
		}
		if err != nil {
			now.Err = err
		}
		out = nil
		due.Reset(min(quiet, max(longest-time.Since(first), 0)))
	}
}

// seen gives what an event means: nothing where it is about a file nobody watches.
func (w *Watcher) seen(e fsnotify.Event) (changes []Change, err error) {
	if !e.Has(fsnotify.Create) && !e.Has(fsnotify.Write) && !e.Has(fsnotify.Remove) && !e.Has(fsnotify.Rename) {
		return nil, nil // its owner or its mode; that editors change too
	}
	if e.Has(fsnotify.Create) {
		if info, err := os.Stat(e.Name); err == nil && info.IsDir() {
			return w.made(e.Name)
		}
	}
	if ch, ok := w.change(e.Name); ok {
		changes = append(changes, ch)
	}
	return changes, nil
}

// made watches a new folder; files may be in it already.
func (w *Watcher) made(dir string) (changes []Change, err error) {
	for _, r := range w.watched() {
		if !r.folder || dir != r.abs && !r.has(dir) {
			continue
		}
		files, e := w.tree(r, dir)
		if e != nil {
			err = e
		}
		for _, f := range files {
			if ch, ok := w.change(f); ok && !slices.Contains(changes, ch) {
				changes = append(changes, ch)
			}
		}
	}
	return changes, err
}

func (w *Watcher) watched() []*root {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.roots)
}

// change gives the change of a file as its root names it.
func (w *Watcher) change(path string) (Change, bool) {
	for _, r := range w.watched() {
		switch {
		case path == r.abs, r.real != "" && path == r.real:
			if r.folder && r.Ext != "" {
				continue // it came or went; what is in it tells itself
			}
			return Change{r.Path, r.Kind}, true
		case r.folder && r.has(path) && strings.HasSuffix(path, r.Ext):
			return Change{filepath.Join(r.Path, path[len(r.abs):]), r.Kind}, true
		}
	}
	return Change{}, false
}

// has reports whether the path is below the folder, and nothing that is ignored.
func (r *root) has(path string) bool {
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(r.abs, string(filepath.Separator))+string(filepath.Separator))
	return ok && !slices.ContainsFunc(strings.Split(rest, string(filepath.Separator)), ignored)
}

// all is a change of every root.
func (w *Watcher) all() []Change {
	var out []Change
	for _, r := range w.watched() {
		out = append(out, Change{r.Path, r.Kind})
	}
	return out
}

// ignored reports whether a name is one that programs keep for themselves: hidden
// ones, copies that editors make, caches. A run that made such files would else
// begin anew for ever.
func ignored(path string) bool {
	switch name := filepath.Base(path); {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"), strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	case name == "__pycache__", name == "node_modules", name == "4913": // vim tries with it whether it may write
		return true
	default:
		return slices.Contains([]string{".pyc", ".swp", ".swx", ".tmp", ".log", ".pid"}, filepath.Ext(name))
	}
}
