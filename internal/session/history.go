package session

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is kept of typed lines.
const (
	historyLines = 1000
	historyLine  = 1000      // bytes; a longer line is not kept
	historyBytes = 256 << 10 // of the file
)

// secret finds lines that are not written to a file: they hold credentials.
var secret = regexp.MustCompile(`(?i)^(> )?\s*(authorization|proxy-authorization|cookie)\s*:`)

// history is what was typed, newest last. It implements term.History.
type history struct {
	file   string
	lines  []string
	err    error  // why the file can't be used
	typed  string // the line as it was typed, without the ending that is shown
	shown  bool   // typed is that of the line to come
	prompt string // what begins the colour of typed lines
}

// openHistory reads the lines of earlier sessions. Where that fails the history is
// of this session alone.
func openHistory(file string) *history {
	h := &history{file: file}
	if file == "" {
		return h
	}
	if h.err = os.MkdirAll(filepath.Dir(file), 0o700); h.err != nil {
		return h
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return h
	case err != nil:
		h.err = err
		return h
	case !info.Mode().IsRegular():
		h.err = &fs.PathError{Op: "open", Path: file, Err: errors.New("is no file")}
		return h
	}
	f, err := os.Open(file)
	if err != nil {
		h.err = err
		return h
	}
	defer f.Close()
	buf := make([]byte, historyBytes)
	from := max(0, info.Size()-historyBytes)
	n, _ := f.ReadAt(buf, from)
	for line := range bytes.Lines(buf[:n]) {
		h.remember(strings.TrimSuffix(string(line), "\n"))
	}
	return h
}

// remember keeps a line, if it is one that can be typed.
func (h *history) remember(line string) bool {
	if blank(line) || len(line) > historyLine || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return false
	}
	line = escaped(line) // of a session before there were escapes
	if n := len(h.lines); n > 0 && h.lines[n-1] == line {
		return false
	}
	h.lines = append(h.lines, line)
	if len(h.lines) > historyLines {
		h.lines = h.lines[1:]
	}
	return true
}

// Add keeps a line that was typed, and writes it to the file at once: several
// sessions may go on at the same time.
func (h *history) Add(line string) {
	if strings.HasSuffix(line, "^C") { // cancelled
		return
	}
	if h.shown {
		line = h.typed
	}
	h.shown = false
	if !h.remember(line) || h.file == "" || h.err != nil || secret.MatchString(line) {
		return
	}
	f, err := os.OpenFile(h.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		h.err = err
		return
	}
	_, err = f.WriteString(line + "\n")
	h.err = errors.Join(err, f.Close())
}

// Len is the number of lines.
func (h *history) Len() int { return len(h.lines) }

// At gives a line; 0 is the newest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// close cuts the file where it has grown too large.
func (h *history) close() error {
	info, err := os.Stat(h.file)
	if h.file == "" || h.err != nil || err != nil || info.Size() <= historyBytes {
		return nil
	}
	var keep []string
	for _, l := range h.lines {
		if !secret.MatchString(l) {
			keep = append(keep, l)
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(h.file), ".history*")
	if err != nil {
		return err
	}
	_, err = tmp.WriteString(strings.Join(keep, "\n") + "\n")
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), h.file) // CreateTemp makes it 0600
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}
