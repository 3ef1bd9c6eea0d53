package reference

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// representation is one representation of a resource.
type representation struct {
	mediaType    string
	coding       string // "" is none
	etag         string
	modified     time.Time // whole seconds; zero: not known
	lastModified string
	vary         string
	noRanges     bool
	size         int64
	content      []byte                                 // or
	open         func() (io.ReaderAt, io.Closer, error) // of a large one
}

// keptSize is up to where a file is read and kept whole.
const keptSize = 2 << 20

// settled is how old a file has to be for its date to tell its states apart: a
// file system's clock ticks slowly, and a file may change twice in one tick.
const settled = 2 * time.Second

// variants are the representations of a file.
func (s *site) variants(name string, info fs.FileInfo, now time.Time) ([]*representation, error) {
	if v := s.cache.get(name, info); v != nil {
		return v, nil
	}
	v, err := s.makeVariants(name, info, now)
	if err == nil && now.Sub(info.ModTime()) > settled {
		s.cache.put(name, info, v)
	}
	return v, err
}

func (s *site) makeVariants(name string, info fs.FileInfo, now time.Time) ([]*representation, error) {
	plain := &representation{mediaType: mediaType(name), size: info.Size()}
	if m := info.ModTime().UTC().Truncate(time.Second); m.Unix() > 0 {
		// RFC 9110 section 8.8.2.1: never later than Date.
		if m.After(now) {
			m = now.UTC().Truncate(time.Second)
		}
		plain.modified, plain.lastModified = m, http1.FormatFixdate(m)
	}
	if info.Size() > keptSize {
		// RFC 9110 section 8.8.1: weak where two states can't be told apart.
		weak := ""
		if now.Sub(info.ModTime()) < settled {
			weak = "W/"
		}
		plain.etag = fmt.Sprintf("%s\"%x-%x\"", weak, info.Size(), info.ModTime().UnixNano())
		plain.open = func() (io.ReaderAt, io.Closer, error) { return s.openAt(name) }
		return []*representation{plain}, nil
	}
	real, err := s.real(name)
	if err != nil {
		return nil, err
	}
	if plain.content, err = fs.ReadFile(s.root, real); err != nil {
		return nil, err
	}
	plain.size = int64(len(plain.content))
	plain.etag = contentTag(plain.content, "")
	if !compressible(plain.mediaType) {
		return []*representation{plain}, nil
	}
	// RFC 9110 section 12.5.5; each coding has a tag of its own (section 8.8.3.3).
	plain.vary = "Accept-Encoding"
	coded := *plain
	coded.coding, coded.content = "gzip", compressed(plain.content)
	coded.size, coded.etag = int64(len(coded.content)), contentTag(coded.content, "-gzip")
	return []*representation{plain, &coded}, nil
}

// contentTag is a strong entity tag: other content, other tag.
func contentTag(content []byte, suffix string) string {
	sum := sha256.Sum256(content)
	return `"` + hex.EncodeToString(sum[:12]) + suffix + `"`
}

func compressed(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b) // to memory: it can't fail
	_ = w.Close()
	return out.Bytes()
}

// openAt opens a file to be read at any offset.
func (s *site) openAt(name string) (io.ReaderAt, io.Closer, error) {
	real, err := s.real(name)
	if err != nil {
		return nil, nil, err
	}
	f, err := s.root.Open(real)
	if err != nil {
		return nil, nil, err
	}
	switch f := f.(type) {
	case io.ReaderAt:
		return f, f.(io.Closer), nil
	case io.ReadSeeker:
		return seekingReader{f}, f.(io.Closer), nil
	}
	return &forwardReader{file: f}, f, nil
}

// mediaType goes by the extension.
func mediaType(name string) string {
	if t := mediaTypes[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// compressible: a coding is offered for what is nothing but text to machines.
func compressible(mediaType string) bool { return mediaType == "application/json" }

var mediaTypes = map[string]string{
	".bin":  "application/octet-stream",
	".css":  "text/css; charset=utf-8",
	".csv":  "text/csv; charset=utf-8",
	".gif":  "image/gif",
	".gz":   "application/gzip",
	".htm":  "text/html; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".ico":  "image/vnd.microsoft.icon",
	".jpeg": "image/jpeg",
	".jpg":  "image/jpeg",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".md":   "text/markdown; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".mp4":  "video/mp4",
	".pdf":  "application/pdf",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".wasm": "application/wasm",
	".webp": "image/webp",
	".xml":  "application/xml",
	".zip":  "application/zip",
}
