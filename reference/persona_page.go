package reference

import (
	"bytes"
	"io/fs"
	"net"
	"unicode/utf8"
)

// The page, and what stands before the image: an empty first line by mistake,
// which browsers forgive.
const (
	pageAnswer = "HTTP/1.x 200 OK\nContent-Type: text/html\n\n" +
		"<head>\n<title>WOW</title>\n</head>\n" +
		"<html>\n<p>Wow, Python Server</p>\n<IMG src=\"test.jpg\"/>\n</html>\n"
	pageImageHead = "\nHTTP/1.x 200 OK\nContent-Type: image/jpg\n\n"
)

// page reads once, up to 1024 bytes (the usual size; the original's is not
// known). Where the original dies it says nothing.
func page(conn net.Conn, docroot fs.FS) {
	request := make([]byte, 1024)
	n, _ := conn.Read(request)
	if answer := pageTo(request[:n], docroot); answer != nil {
		_, _ = conn.Write(answer)
	}
}

// pageTo gives the answer to a request, nil where there is none: the original
// dies of bytes that are not UTF-8, of a request without a blank, and where
// test.jpg can't be read; it has no answer of its own to methods but GET.
func pageTo(request []byte, docroot fs.FS) []byte {
	words := bytes.Split(request, []byte(" "))
	if !utf8.Valid(request) || len(words) < 2 || string(words[0]) != "GET" {
		return nil
	}
	if string(words[1]) != "/test.jpg" {
		return []byte(pageAnswer)
	}
	image, err := fs.ReadFile(docroot, "test.jpg")
	if err != nil {
		return nil
	}
	return append([]byte(pageImageHead), image...)
}
