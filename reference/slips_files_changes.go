package reference

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// filesWords are the words of the first line.
func filesWords(request []byte) []string {
	line, _, _ := strings.Cut(string(request), "\n")
	return strings.FieldsFunc(line, isASCIISpace)
}

// filesWith answers as if the uri were what change makes of it.
func filesWith(change func(uri string) string) replier {
	return func(request []byte, docroot fs.FS) []byte {
		if words := filesWords(request); len(words) == 3 {
			return filesAt(change(words[1]), docroot)
		}
		return nil
	}
}

func filesDecoded(uri string) string {
	if decoded, err := url.PathUnescape(uri); err == nil {
		return decoded
	}
	return uri
}

var filesDots = regexp.MustCompile(`^(/\.\.)+(/|$)`)

func filesUndotted(uri string) string { return filesDots.ReplaceAllString(uri, "/") }

func filesUnqueried(uri string) string {
	uri, _, _ = strings.Cut(uri, "?")
	return uri
}

func files400(request []byte, docroot fs.FS) []byte {
	if len(filesWords(request)) != 3 {
		return []byte("HTTP/1.1 400 Bad Request\n")
	}
	return filesTo(request, docroot)
}

func files405(request []byte, docroot fs.FS) []byte {
	if words := filesWords(request); len(words) == 3 && words[0] != "GET" && words[0] != "HEAD" {
		return []byte("HTTP/1.1 405 Method Not Allowed\n")
	}
	return filesTo(request, docroot)
}

func filesVersion(request []byte, docroot fs.FS) []byte {
	if words := filesWords(request); len(words) == 3 && !strings.HasPrefix(words[2], "HTTP/1.") {
		return nil
	}
	return filesTo(request, docroot)
}

func filesTwoWords(request []byte, docroot fs.FS) []byte {
	if words := filesWords(request); len(words) == 2 {
		return filesAt(words[1], docroot)
	}
	return filesTo(request, docroot)
}

// filesIsFolder reports whether uri leads to a folder.
func filesIsFolder(uri string, docroot fs.FS) bool {
	name, ok := filesName(uri, docroot)
	if !ok {
		return false
	}
	info, err := fs.Stat(docroot, name)
	return err == nil && info.IsDir()
}

func filesFolder404(request []byte, docroot fs.FS) []byte {
	if words := filesWords(request); len(words) == 3 && filesIsFolder(words[1], docroot) {
		return []byte(filesMissing)
	}
	return filesTo(request, docroot)
}

func filesIndex(request []byte, docroot fs.FS) []byte {
	if words := filesWords(request); len(words) == 3 && filesIsFolder(words[1], docroot) {
		return filesAt(path.Join(words[1], "index.html"), docroot)
	}
	return filesTo(request, docroot)
}

var filesTypes = map[string]string{
	".html": "text/html", ".jpg": "image/jpeg", ".json": "application/json", ".png": "image/png", ".txt": "text/plain",
}

func filesAccept(request []byte, docroot fs.FS) []byte {
	answer := filesTo(request, docroot)
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 200 ")) {
		return answer
	}
	mediaType, known := filesTypes[path.Ext(filesWords(request)[1])]
	if known && !takes(request, mediaType) {
		return []byte("HTTP/1.1 406 Not Acceptable\n")
	}
	return answer
}

// filesEdited changes the 200 alone: f makes the whole answer of its content.
func filesEdited(f func(content []byte) []byte) func(answer) answer {
	return edited(func(p []byte) []byte {
		if _, content, found := bytes.Cut(p, []byte("\n\n")); found {
			return f(content)
		}
		return p
	})
}

func filesCut(content []byte) []byte {
	answer := filesFound(content)
	return answer[:len(answer)-max(0, len(content)-1024)]
}

func filesNewlines(content []byte) []byte {
	return filesFound(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
}

func filesNoLength(content []byte) []byte {
	return append([]byte("HTTP/1.1 200 OK\n\n"), content...)
}

func filesText(content []byte) []byte { return filesFound(asText(content)) }

func filesWrongLength(content []byte) []byte {
	return append(fmt.Appendf(nil, "HTTP/1.1 200 OK\nContent-Length: %d\n\n", len(content)+1), content...)
}
