package suite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// Ext is how the file of a case ends.
const Ext = ".txtar"

// LoadFS reads every case below root ("." for all), sorted by id. The id is the
// path in fsys without the extension. Folders that begin with a dot are passed
// over. The error is wire.Errors with the mistakes of all files; the cases that
// could be read are returned beside it.
func LoadFS(fsys fs.FS, root string, own bool) ([]*Case, error) {
	l := loader{own: own}
	l.walk(fsys, root, func(p string) (id, file string) { return strings.TrimSuffix(p, Ext), p })
	return l.done()
}

// LoadPaths reads a user's cases: files, and folders with all that is below them.
// The id is the path as it was given, cleaned, with "/" between its names and
// without the extension: cases/a.txtar is cases/a, and so is ./cases/a.txtar. A
// case that is given twice is an error, and so is a folder without any. Cases and
// error are returned like those of LoadFS.
func LoadPaths(paths []string) ([]*Case, error) {
	var l loader
	for _, p := range paths {
		l.path(filepath.Clean(p))
	}
	return l.done()
}

type loader struct {
	own   bool
	cases []*Case
	errs  wire.Errors
}

func (l *loader) bad(file, msg, hint string) {
	l.errs = append(l.errs, &wire.Error{Pos: wire.Pos{File: file}, Msg: msg, Hint: hint})
}

// done sorts by id, and refuses an id that is there twice: a baseline, a report
// and --run could not tell the two apart.
func (l *loader) done() ([]*Case, error) {
	slices.SortStableFunc(l.cases, func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
	l.errs = append(l.errs, twice(l.cases)...)
	return l.cases, l.errs.Err()
}

// twice finds ids that two cases have; the cases are sorted by id.
func twice(cases []*Case) wire.Errors {
	var errs wire.Errors
	for i := 1; i < len(cases); i++ {
		if a, b := cases[i-1], cases[i]; a.ID == b.ID {
			hint := "name it once"
			if a.File != b.File {
				hint = "the other file is " + a.File
			}
			errs = append(errs, &wire.Error{Pos: wire.Pos{File: b.File}, Msg: fmt.Sprintf("case %s is there twice", b.ID), Hint: hint})
		}
	}
	return errs
}

// path loads what the user has named.
func (l *loader) path(p string) {
	info, err := os.Stat(p)
	switch {
	case err != nil:
		l.bad(p, reason(err), "name a "+Ext+" file or a folder with such files")
	case info.IsDir():
		before := len(l.cases) + len(l.errs)
		l.walk(os.DirFS(p), ".", func(sub string) (id, file string) {
			file = filepath.Join(p, filepath.FromSlash(sub))
			return filepath.ToSlash(strings.TrimSuffix(file, Ext)), file
		})
		if len(l.cases)+len(l.errs) == before {
			l.bad(p, "the folder has no "+Ext+" file", "")
		}
	case !strings.HasSuffix(p, Ext):
		l.bad(p, "is no "+Ext+" file", "a case is a "+Ext+" file; httpkit new NAME writes one to begin with")
	default:
		dir, base := filepath.Split(p)
		l.file(os.DirFS(filepath.Clean(dir)), base, filepath.ToSlash(strings.TrimSuffix(p, Ext)), p)
	}
}

// walk loads all cases below root; name gives the id and the file in messages.
func (l *loader) walk(fsys fs.FS, root string, name func(string) (id, file string)) {
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		_, file := name(p)
		switch {
		case err != nil:
			l.bad(file, reason(err), "")
			if d == nil || d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
			if p != root && strings.HasPrefix(path.Base(p), ".") {
				return fs.SkipDir
			}
		case strings.HasSuffix(p, Ext):
			id, file := name(p)
			l.file(fsys, p, id, file)
		}
		return nil
	})
	if err != nil {
		l.bad(root, reason(err), "")
	}
}

// file loads one case.
func (l *loader) file(fsys fs.FS, p, id, file string) {
	if base := path.Base(p); base == Ext {
		l.bad(file, "the file has no name before "+Ext, "")
		return
	}
	data, err := read(fsys, p)
	if err != nil {
		l.bad(file, reason(err), "")
		return
	}
	c, err := Parse(id, file, data, l.own)
	if err != nil {
		l.errs = append(l.errs, asErrors(wire.Pos{File: file}, err)...)
		return
	}
	if !l.own {
		c.Dir = filepath.Dir(file)
	}
	l.cases = append(l.cases, c)
}

// read reads one byte more than a case may have, so that Parse can tell.
func read(fsys fs.FS, p string) ([]byte, error) {
	info, err := fs.Stat(fsys, p)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would block
		return nil, errors.New("is no regular file")
	}
	f, err := fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxFile+1))
}

// reason is an error without the path, which stands before it anyway.
func reason(err error) string {
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
