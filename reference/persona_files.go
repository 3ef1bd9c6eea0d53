package reference

import (
	"bytes"
	"fmt"
	"io/fs"
	"net"
	"path"
	"strings"
)

// filesMissing is the 404, one line and no empty line after it.
const filesMissing = "HTTP/1.1 404 Not Found\n"

// files reads once, up to 1024 bytes (the usual size; the original's is not
// known), and sends the file that the first line names. Where the original dies
// it says nothing.
func files(conn net.Conn, docroot fs.FS) {
	request := make([]byte, 1024)
	n, _ := conn.Read(request)
	if answer := filesTo(request[:n], docroot); answer != nil {
		_, _ = conn.Write(answer)
	}
}

// filesTo gives the answer to a request, nil where the original dies: of a
// first line that is not three words, and of a path that is no file to be read.
func filesTo(request []byte, docroot fs.FS) []byte {
	line, _, _ := bytes.Cut(request, []byte("\n"))
	words := bytes.FieldsFunc(line, isASCIISpace) // method, uri, version
	if len(words) != 3 {
		return nil
	}
	return filesAt(string(words[1]), docroot)
}

func filesAt(uri string, docroot fs.FS) []byte {
	name, ok := filesName(uri, docroot)
	if !ok {
		return []byte(filesMissing)
	}
	content, err := filesRead(name, docroot)
	if err != nil {
		return nil
	}
	return filesFound(content)
}

func filesFound(content []byte) []byte {
	return append(fmt.Appendf(nil, "HTTP/1.1 200 OK\nContent-Length: %d\n\n", len(content)), content...)
}

// isASCIISpace are the bytes a learner's split() takes for blanks.
func isASCIISpace(r rune) bool { return strings.ContainsRune(" \t\n\r\v\f", r) }

// filesName follows uri, put behind the document root as it is, through its
// folders: nothing is decoded, the query is part of the name. It reports false
// where the way ends, and where ".." leads out, which the original allows.
func filesName(uri string, docroot fs.FS) (string, bool) {
	rest, ok := strings.CutPrefix(uri, "/")
	if !ok {
		return "", false
	}
	name := "."
	for segment := range strings.SplitSeq(rest, "/") {
		info, err := fs.Stat(docroot, name)
		switch {
		case err != nil || !info.IsDir() || segment == ".." && name == ".":
			return "", false
		case segment == "..":
			name = path.Dir(name)
		default:
			name = path.Join(name, segment)
		}
	}
	_, err := fs.Stat(docroot, name)
	return name, err == nil
}

// filesRead reads a file. A folder is an error, as in the original, and so is
// what would make the server wait, such as a pipe.
func filesRead(name string, docroot fs.FS) ([]byte, error) {
	info, err := fs.Stat(docroot, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: got %s, want a file", name, info.Mode().Type())
	}
	return fs.ReadFile(docroot, name)
}
