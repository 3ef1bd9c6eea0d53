package proxy

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"httpkit/internal/suite"
)

// Folder is where the cases go.
type Folder struct {
	dir     string
	target  Server
	listens net.Addr
	mu      sync.Mutex
	base    int // the highest number that was there before
}

// Server is how cases name the server.
type Server struct {
	Name string // as the user has written its address
	Host string // the value of a Host field that stands for it
}

// Kept is what became of a tape.
type Kept struct {
	File string // of the case, with its folder; "" where there is none
	Why  string // there is none; or what the case lacks
}

var numbered = regexp.MustCompile(`^([0-9]{3,9})-`)

// OpenFolder makes the folder, if it is not there, and finds out whether files can
// be written in it. New cases are numbered behind those that are there. target is
// the server.
func OpenFolder(dir string, target Server) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	try, err := os.CreateTemp(dir, ".httpkit-*")
	if err != nil {
		return nil, err
	}
	try.Close()
	os.Remove(try.Name())
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{dir: dir, target: target}
	for _, e := range entries {
		if m := numbered.FindStringSubmatch(e.Name()); m != nil {
			n, _ := strconv.Atoi(m[1])
			f.base = max(f.base, n)
		}
	}
	return f, nil
}

// Listens says where the proxy listens: a Host with this port, like that of the
// server itself, is written \{$host}.
func (f *Folder) Listens(a net.Addr) { f.listens = a }

// Keep writes the case of a tape, if it makes one: its number is that of the
// connection, behind those of the files that were there before. Nothing is
// overwritten. Kept says what became of it also where there is an error.
func (f *Folder) Keep(t *Tape) (Kept, error) {
	s := read(t)
	why, p := s.none(t)
	if why != "" {
		return Kept{Why: why}, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	name := fmt.Sprintf("%03d-%s", f.base+t.N, s.slug())
	for n := 2; f.taken(name); n++ {
		name = fmt.Sprintf("%03d-%s-%d", f.base+t.N, s.slug(), n)
	}
	var failed error
	bodies := 0
	text := s.script(t, p, f.target.Name, s.host(f.target.Host, f.listens), func(content []byte) string {
		bodies++
		body := fmt.Sprintf("%s-%d.body", name, bodies)
		if err := create(filepath.Join(f.dir, body), content); err != nil {
			failed = errors.Join(failed, err)
			return ""
		}
		return body
	})
	file := filepath.Join(f.dir, name+suite.Ext)
	if failed != nil {
		return Kept{Why: "its content can't be written"}, failed
	}
	if _, err := suite.Parse(name, file, text, false); err != nil {
		return Kept{Why: "it can't be written as a case"}, fmt.Errorf("%s: %w", file, err)
	}
	if err := create(file, text); err != nil {
		return Kept{Why: "it can't be written"}, err
	}
	k := Kept{File: file}
	if p != s.whole() {
		k.Why = "cut short: only what was answered to the end"
	}
	return k, nil
}

// taken reports whether a file of the case is there, or may be.
func (f *Folder) taken(name string) bool {
	for _, end := range []string{suite.Ext, "-1.body"} {
		if _, err := os.Lstat(filepath.Join(f.dir, name+end)); !errors.Is(err, fs.ErrNotExist) {
			// A folder that can't be looked into tells more when it is written to.
			return err == nil
		}
	}
	return false
}

// create writes a file that is not there yet.
func create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

var noWord = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes a part of a file name of the first method and its path.
func (s *said) slug() string {
	const longest = 40
	method, path := "bytes", ""
	if len(s.requests) > 0 && s.requests[0].Method != "" {
		method, path = s.requests[0].Method, s.requests[0].Target
		if _, after, ok := strings.Cut(path, "://"); ok { // the absolute form
			_, path, _ = strings.Cut(after, "/")
		}
		if path == "/" || path == "" {
			path = "index"
		}
	}
	word := noWord.ReplaceAllString(strings.ToLower(method+"-"+path), "-")
	word = strings.Trim(word[:min(len(word), longest)], "-")
	if word == "" {
		return "bytes" // a method of letters that are none in a file name
	}
	return word
}
