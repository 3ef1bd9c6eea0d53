package session

import (
	"slices"

	"httpkit/client"
)

// keptBytes bounds what is remembered of connections that are over.
const keptBytes = 64 << 20

// book keeps what happened, for :save and :explain. Connections that are open at
// the same time share a chapter, which becomes one section of a case.
type book struct {
	chapters []*chapter
	dropped  int // chapters that were too much to keep
}

// chapter is what was recorded from the first of its connections on.
type chapter struct {
	rec   *client.Recorder
	conns int
	to    map[int]client.Address // where each went, by its number
}

// recorder gives where the next connection is recorded. together says that others
// are open now.
func (b *book) recorder(together bool) *client.Recorder {
	if n := len(b.chapters); n > 0 && (together || b.chapters[n-1].conns == 0) {
		return b.chapters[n-1].rec
	}
	b.chapters = append(b.chapters, &chapter{rec: client.NewRecorder(), to: map[int]client.Address{}})
	b.bound()
	return b.chapters[len(b.chapters)-1].rec
}

// opened notes that a connection was made, and gives its number in the chapter.
func (b *book) opened(to client.Address) int {
	c := b.chapters[len(b.chapters)-1]
	c.conns++
	c.to[c.conns] = to
	return c.conns
}

// happened reports whether there ever was a connection.
func (b *book) happened() bool {
	return len(b.chapters) > 0 && b.chapters[0].conns > 0 || b.dropped > 0
}

// bound drops the oldest chapters where all together are too large.
func (b *book) bound() {
	total := 0
	for i := len(b.chapters) - 1; i >= 0; i-- {
		for _, r := range b.chapters[i].rec.Transcript().Records {
			total += len(r.Data)
		}
		if total > keptBytes || len(b.chapters)-i > 1000 {
			b.dropped += i + 1
			b.chapters = slices.Clone(b.chapters[i+1:])
			return
		}
	}
}
