package message

// RequestHead is a request without its content.
type RequestHead struct {
	Method   string
	Target   Target
	Major    int
	Minor    int     // 2 and more are to be processed as 1 (RFC 9110 section 2.5)
	Fields   []Field // Name and Value only
	Framing  Framing
	Length   int64   // where it is FramedLength
	Trailers []Field // once the body was read
}

// HasBody tells whether the framing says that content follows.
func (h *RequestHead) HasBody() bool {
	return h.Framing == FramedChunked || h.Framing == FramedLength && h.Length > 0
}

// Get, Values and Has are the functions of the same name on the header fields.
func (h *RequestHead) Get(name string) (string, bool)      { return Get(h.Fields, name) }
func (h *RequestHead) Values(name string) []string         { return Values(h.Fields, name) }
func (h *RequestHead) Has(name string, member string) bool { return Has(h.Fields, name, member) }

// HeadLimits bound what a head may take, in bytes but for Fields.
type HeadLimits struct {
	RequestLine int // without its ending, beyond: 414
	FieldLine   int // beyond: 431
	Section     int // all field lines together, beyond: 431
	Fields      int // how many, beyond: 431
}

// HeadReader reads the head of a request line by line, as its bytes come.
type HeadReader struct {
	Dialect *Dialect // without nil functions
	Limits  HeadLimits
	Head    *RequestHead // is filled

	seen    int // bytes of the unfinished line that were looked at
	empty   int // empty lines before the request-line
	section int // bytes of the field lines
	begun   bool
}

// Reset prepares for the next request, whose head goes into h.
func (r *HeadReader) Reset(h *RequestHead) {
	*h = RequestHead{Fields: h.Fields[:0]}
	*r = HeadReader{Dialect: r.Dialect, Limits: r.Limits, Head: h}
}

// Begun tells whether the request-line was read.
func (r *HeadReader) Begun() bool { return r.begun }

// Read reads the whole lines that b begins with and tells how many bytes they
// take; b without them has to come again with more behind it. At the end of the
// head the framing is decided and done is true. An error is a [*Refused].
func (r *HeadReader) Read(b []byte) (used int, done bool, err error) {
	for {
		rest := b[used:]
		// Nothing beyond the limit is looked at, so that the verdict does not
		// hang on how much of a line that is too long came at once.
		within := rest[:min(len(rest), r.longest())]
		line, n, err := r.Dialect.LineEnd(within, r.seen)
		if err != nil {
			return used, false, err
		}
		if n == 0 {
			r.seen = len(within)
			return used, false, r.unfinished(rest)
		}
		r.seen = 0
		used += n
		if done, err := r.line(line, n); done || err != nil {
			return used, done, err
		}
	}
}

// longest is how many bytes the next line may take with its ending.
func (r *HeadReader) longest() int {
	if !r.begun {
		return r.Limits.RequestLine + 2
	}
	return max(2, min(r.Limits.FieldLine, r.Limits.Section-r.section))
}

// unfinished looks at a line that is not whole yet.
func (r *HeadReader) unfinished(b []byte) error {
	if r.begun {
		return r.fits(len(b))
	}
	return r.lineFits(b)
}

// lineFits looks at a request-line, whole or not, so that what is wrong with it
// does not hang on the pieces it came in, and holds it to its limit.
//
// RFC 9112 section 3: 501 for a method longer than any we implement, 414 for a
// target longer than we wish to parse.
func (r *HeadReader) lineFits(b []byte) error {
	if err := r.Dialect.Begin(b[:min(len(b), r.Limits.RequestLine+1)]); err != nil {
		return err
	}
	if len(b) <= r.longest() {
		return nil
	}
	if tokenLen(string(b[:r.Limits.RequestLine])) == r.Limits.RequestLine {
		return refuse(501, "The method is longer than any that this server implements.")
	}
	return refuse(414, "The request-target is longer than this server takes.")
}

// fits holds the field lines to their limits, with a line of n bytes more.
//
// RFC 6585 section 5; RFC 9110 section 5.4: a server MUST respond with a 4xx to
// more than it wishes to process.
func (r *HeadReader) fits(n int) error {
	switch {
	case n > r.Limits.FieldLine:
		return refuse(431, "A field line is longer than this server takes.")
	case r.section+n > r.Limits.Section && n > 2: // the empty line always fits
		return refuse(431, "The header section is longer than this server takes.")
	}
	return nil
}

// line reads one line of n bytes with its ending.
func (r *HeadReader) line(line []byte, n int) (done bool, err error) {
	switch {
	case !r.begun && len(line) == 0:
		r.empty++
		return false, r.Dialect.Leading(r.empty)
	case !r.begun:
		if err := r.lineFits(line); err != nil {
			return false, err // what is wrong with its beginning, first
		}
		return false, r.requestLine(line)
	case len(line) == 0:
		r.Head.Framing, r.Head.Length, err = r.Dialect.Framing(r.Dialect, r.Head)
		return err == nil, err
	}
	if err := r.fits(n); err != nil {
		return false, err
	}
	r.section += n
	return false, r.fieldLine(line)
}

func (r *HeadReader) requestLine(line []byte) (err error) {
	r.begun = true
	h, d := r.Head, r.Dialect
	method, target, version, err := d.Words(line)
	if err != nil {
		return err
	}
	if h.Method, err = d.Method(method); err != nil {
		return err
	}
	// The version first: of another major version we don't know the syntax.
	if h.Major, h.Minor, err = d.Version(version); err != nil {
		return err
	}
	h.Target, err = d.Target(h.Method, target)
	return err
}

func (r *HeadReader) fieldLine(line []byte) (err error) {
	h, d := r.Head, r.Dialect
	if isBlank(line[0]) {
		h.Fields, err = d.Fold(d, h.Fields, line)
	} else {
		h.Fields, err = d.AppendField(h.Fields, line)
	}
	if len(h.Fields) > r.Limits.Fields {
		return refuse(431, "The request has more fields than this server takes.")
	}
	return err
}
