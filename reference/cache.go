package reference

import (
	"io"
	"io/fs"
	"sync"
	"time"
)

// cache keeps the representations of files as long as size and date stay the
// same.
type cache struct {
	mu      sync.RWMutex
	entries map[string]*entry
	bytes   int64
}

type entry struct {
	size     int64
	modified time.Time
	variants []*representation
}

// cacheSize bounds the bytes that are kept; beyond it everything is forgotten.
const cacheSize = 64 << 20

func (c *cache) get(name string, info fs.FileInfo) []*representation {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e := c.entries[name]
	if e == nil || e.size != info.Size() || !e.modified.Equal(info.ModTime()) {
		return nil
	}
	return e.variants
}

func (c *cache) put(name string, info fs.FileInfo, v []*representation) {
	size := int64(len(name)) + 1024
	for _, r := range v {
		size += int64(len(r.content))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += size; c.bytes > cacheSize {
		c.entries, c.bytes = map[string]*entry{}, size
	}
	c.entries[name] = &entry{info.Size(), info.ModTime(), v}
}

// seekingReader reads a file at any offset by seeking.
type seekingReader struct{ io.ReadSeeker }

func (s seekingReader) ReadAt(b []byte, off int64) (int, error) {
	if _, err := s.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(s, b)
}

// forwardReader reads a file that can't be sought; offsets only grow.
type forwardReader struct {
	file fs.File
	at   int64
}

func (f *forwardReader) ReadAt(b []byte, off int64) (int, error) {
	if off < f.at {
		return 0, fs.ErrInvalid
	}
	skipped, err := io.CopyN(io.Discard, f.file, off-f.at)
	if f.at += skipped; err != nil {
		return 0, err
	}
	n, err := io.ReadFull(f.file, b)
	f.at += int64(n)
	return n, err
}
