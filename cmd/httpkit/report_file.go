package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// sink is where a report is written to. It remembers the first error until commit.
type sink struct {
	*bufio.Writer
	file *os.File // nil for a stream
	path string   // what the file will be called; "" where it is called that already
}

func newStream(w io.Writer) *sink { return &sink{Writer: bufio.NewWriter(w)} }

// noPlace is a file that can't be written, and what to do about it.
type noPlace struct{ msg, hint string }

func (e *noPlace) Error() string { return e.msg }

// newFile begins a file that is to appear whole, or not at all: until commit it has
// another name beside the one it will have. What is no regular file, as /dev/null
// or a pipe, is written as it is.
func newFile(path string) (*sink, error) {
	mode := fs.FileMode(0)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, &noPlace{"that is a folder", "name a file in it: " + filepath.Join(path, "report")}
	case err == nil && !info.Mode().IsRegular() || strings.HasPrefix(filepath.ToSlash(path), "/dev/"):
		// Without O_NONBLOCK a pipe that nobody reads would be waited for.
		f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return nil, &noPlace{reasonOf(err), ""}
		}
		return &sink{Writer: bufio.NewWriter(f), file: f}, nil
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, &noPlace{reasonOf(err), ""}
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays one
	}
	dir, name := filepath.Split(path)
	if _, err := os.Stat(filepath.Clean(dir)); dir != "" && errors.Is(err, fs.ErrNotExist) {
		return nil, &noPlace{fmt.Sprintf("there is no folder %s", filepath.Clean(dir)), "make it: mkdir -p " + shellWord(filepath.Clean(dir))}
	}
	f, err := os.OpenFile(filepath.Join(dir, "."+name+"."+rand.Text()[:8]+".part"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, &noPlace{fmt.Sprintf("nothing can be written into the folder %s: %s", filepath.Clean(dir), reasonOf(err)), ""}
	}
	if mode != 0 {
		f.Chmod(mode) // where that can't be, it has the mode of a new file
	}
	return &sink{Writer: bufio.NewWriter(f), file: f, path: path}, nil
}

// reasonOf is an error without the path, which is named already.
func reasonOf(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// commit writes what is left and gives the file its name.
func (s *sink) commit() error {
	err := s.Flush()
	if s.file == nil {
		return err
	}
	if closed := s.file.Close(); err == nil {
		err = closed
	}
	if s.path == "" {
		return err
	}
	if err == nil {
		if err = os.Rename(s.file.Name(), s.path); err != nil {
			err = s.copied() // a file that is mounted can't be replaced
		}
	}
	if err != nil {
		os.Remove(s.file.Name())
	}
	return err
}

// copied writes the file over the one that has the name.
func (s *sink) copied() error {
	from, err := os.Open(s.file.Name())
	if err != nil {
		return err
	}
	defer os.Remove(s.file.Name())
	defer from.Close()
	to, err := os.OpenFile(s.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}

// drop gives the file up.
func (s *sink) drop() {
	if s.file == nil {
		return
	}
	s.file.Close()
	if s.path != "" {
		os.Remove(s.file.Name())
	}
}
