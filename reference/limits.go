package reference

import "time"

// Limits is what the strict server takes, and how long it waits. A time or
// number that is zero is the one of [DefaultLimits].
type Limits struct {
	RequestLine   int   // bytes of a request-line, beyond: 414 (RFC 9112 section 3)
	FieldLine     int   // bytes of a field line, beyond: 431
	HeaderSection int   // bytes of all field lines, beyond: 431
	Fields        int   // field lines, beyond: 431
	Content       int64 // bytes of request content, beyond: 413
	ChunkLine     int   // bytes of a chunk-size line, beyond: 400
	Extensions    int   // bytes of all chunk extensions, beyond: 413 (RFC 9112 section 7.1.1)
	Trailers      int   // bytes of a trailer section, beyond: 431
	Buffered      int64 // bytes of content kept for all connections together, beyond: 503
	Connections   int   // served at the same time, beyond: 503
	Requests      int   // on one connection; the last is answered with close

	IdleTime    time.Duration // without a byte of a next request, then FIN
	HeaderTime  time.Duration // from the first byte of a request to the end of its head, then 408
	ContentTime time.Duration // for content of no bytes, then 408
	ContentRate int64         // bytes a second: each gives a longer ContentTime
	WriteTime   time.Duration // for one piece of an answer that the client does not read
	LingerTime  time.Duration // from our FIN to the client's (RFC 9112 section 9.6)
	LingerBytes int64         // that are read and thrown away meanwhile
}

// DefaultLimits are limits that no client with good manners meets.
func DefaultLimits() Limits {
	return Limits{
		RequestLine: 16 << 10, FieldLine: 16 << 10, HeaderSection: 64 << 10, Fields: 256,
		Content: 16 << 20, ChunkLine: 8 << 10, Extensions: 32 << 10, Trailers: 16 << 10,
		Buffered: 256 << 20, Connections: 4096, Requests: 1 << 20,
		IdleTime: 60 * time.Second, HeaderTime: 20 * time.Second,
		ContentTime: 20 * time.Second, ContentRate: 1 << 10,
		WriteTime: 30 * time.Second, LingerTime: 2 * time.Second, LingerBytes: 8 << 20,
	}
}

// filled replaces what is zero by the default.
func (l Limits) filled() Limits {
	d := DefaultLimits()
	fill(&l.RequestLine, d.RequestLine)
	fill(&l.FieldLine, d.FieldLine)
	fill(&l.HeaderSection, d.HeaderSection)
	fill(&l.Fields, d.Fields)
	fill(&l.Content, d.Content)
	fill(&l.ChunkLine, d.ChunkLine)
	fill(&l.Extensions, d.Extensions)
	fill(&l.Trailers, d.Trailers)
	fill(&l.Buffered, d.Buffered)
	fill(&l.Connections, d.Connections)
	fill(&l.Requests, d.Requests)
	fill(&l.IdleTime, d.IdleTime)
	fill(&l.HeaderTime, d.HeaderTime)
	fill(&l.ContentTime, d.ContentTime)
	fill(&l.ContentRate, d.ContentRate)
	fill(&l.WriteTime, d.WriteTime)
	fill(&l.LingerTime, d.LingerTime)
	fill(&l.LingerBytes, d.LingerBytes)
	return l
}

// mostUnread is what a connection keeps of bytes that it can't make anything of
// yet: the longest line, and room for the next.
func (l *Limits) mostUnread() int {
	return max(l.RequestLine, l.FieldLine, l.HeaderSection, l.ChunkLine, l.Trailers) + 64<<10
}

func fill[T comparable](p *T, value T) {
	var zero T
	if *p == zero {
		*p = value
	}
}
