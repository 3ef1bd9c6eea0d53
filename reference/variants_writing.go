package reference

import (
	"fmt"
	"slices"
	"strings"

	http1 "httpkit/internal/message"
)

// writingVariants are choices that the RFC leaves in how a response is written.
var writingVariants = []*Fault{
	// RFC 9112 section 7.1: chunk-size is 1*HEXDIG in either case, with zeros
	// before it if one likes; section 7.1.1: a recipient ignores extensions.
	{Name: "chunks-small", Lawful: true, Sentence: "Sends chunks of a few bytes, with zeros before the size and with extensions.",
		Behaviour: writing(Wire{
			Chunk: func(dst, data []byte) []byte {
				for part := range slices.Chunk(data, 4093) {
					dst = fmt.Appendf(dst, "00%X;at=\"a;b\";last\r\n%s\r\n", len(part), part)
				}
				return dst
			},
			Last: func(dst []byte) []byte { return append(dst, "000;done\r\n\r\n"...) },
		})},
	// RFC 9110 section 15.2: interim responses may precede any final one.
	{Name: "early-hints", Lawful: true, Sentence: "Sends 103 before the content of files, to HTTP/1.1 clients.",
		Behaviour: deciding(Change{Step: "early-hints", Before: "representation", Do: func(x *Exchange) *Response {
			if x.Request.Minor > 0 {
				x.Conn.SendInterim(103)
			}
			return nil
		}})},
	// RFC 9112 section 9.6: the server decides when it closes, and says so.
	{Name: "errors-close", Lawful: true, Sentence: "Closes after each response that is an error, and says so.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool { return r.Status < 400 && persists(x, r) }})},
	// RFC 9110 section 5.3: the order of fields of different names means nothing.
	{Name: "fields-backwards", Lawful: true, Sentence: "Sends its fields the other way round.",
		Behaviour: editing(func(r *Response) { slices.Reverse(r.Fields) })},
	// RFC 9110 section 8.6: Content-Length is 1*DIGIT, and its value is the number.
	{Name: "lengths-with-zeros", Lawful: true, Sentence: "Writes zeros before its lengths.",
		Behaviour: editing(func(r *Response) {
			if length := r.Get("Content-Length"); length != "" {
				r.Set("Content-Length", "000"+length)
			}
		})},
	// RFC 9110 section 14.1: range unit names are case-insensitive; section 14.4: the
	// positions are 1*DIGIT; section 8.3.1: types and the names of parameters are
	// case-insensitive; section 5.6.6: OWS may stand around the semicolon.
	{Name: "ranges-spelled-otherwise", Lawful: true, Sentence: "Writes Bytes for bytes, zeros before positions, and Multipart/ByteRanges.",
		Behaviour: editing(func(r *Response) {
			if unit, rest, ok := strings.Cut(r.Get("Content-Range"), " "); ok && unit == "bytes" {
				if rest[0] != '*' {
					rest = "00" + strings.ReplaceAll(rest, "-", "-0")
				}
				r.Set("Content-Range", "Bytes "+rest)
			}
			if t := r.Get("Content-Type"); strings.HasPrefix(t, "multipart/") {
				r.Set("Content-Type", strings.NewReplacer("multipart/byteranges;", "Multipart/ByteRanges ;\t", "boundary=", "BOUNDARY=").Replace(t))
			}
		})},
	// RFC 9110 section 8.3.1: type, subtype and the value of charset are
	// case-insensitive.
	{Name: "types-in-capitals", Lawful: true, Sentence: "Writes its media types in capital letters.",
		Behaviour: editing(func(r *Response) {
			if t := r.Get("Content-Type"); !strings.HasPrefix(t, "multipart/") && t != "" {
				r.Set("Content-Type", strings.ToUpper(t))
			}
		})},
	// RFC 9110 section 5.1: field names are case-insensitive.
	{Name: "fields-lower-case", Lawful: true, Sentence: "Writes its field names in small letters.",
		Behaviour: editing(func(r *Response) {
			for i := range r.Fields {
				r.Fields[i].Name = strings.ToLower(r.Fields[i].Name)
			}
		})},
	// RFC 9110 sections 5.1 and 5.5: a name is any token; a value may be empty and
	// may hold bytes above 127.
	{Name: "fields-odd", Lawful: true, Sentence: "Sends fields nobody knows, with every sign that a name may have.",
		Behaviour: editing(func(r *Response) {
			r.Fields = append(r.Fields, Field{"!#$%&'*+-.^_`|~09azAZ", "a\tb \xa0\xff \"\\"}, Field{"Empty", ""}, Field{"Empty", ""})
		})},
	// RFC 9112 section 5: OWS around a value is no part of it.
	{Name: "fields-spaced", Lawful: true, Sentence: "Puts blanks and tabs around its field values, or none.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			reason := r.Reason
			if reason == "" {
				reason = Reason(r.Status)
			}
			dst = fmt.Appendf(dst, "HTTP/1.1 %d %s\r\n", r.Status, reason)
			for i, f := range r.Fields {
				blanks := [...]string{"", " \t ", "\t"}[i%3]
				dst = append(append(append(append(append(append(dst, f.Name...), ':'), blanks...), f.Value...), blanks...), "\r\n"...)
			}
			return append(dst, "\r\n"...)
		}})},
	// RFC 9110 section 9.3.2: the server MAY leave out fields for which a value is
	// determined only while generating the content.
	{Name: "head-without-length", Lawful: true, Sentence: "Does not say in the answer to HEAD how long the content is.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Method == "HEAD" {
				r.Delete("Content-Length")
			}
		}}},
	// RFC 9112 section 9.3 and RFC 9110 section 7.6.1.
	{Name: "keep-alive-said", Lawful: true, Sentence: "Says keep-alive where a connection persists, and for how long.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			announce(x, r, persist)
			if persist {
				r.Set("Connection", "Keep-Alive")
				r.Set("Keep-Alive", "timeout=15, max=100")
			}
		}})},
	// RFC 9112 section 4: the reason-phrase is OPTIONAL, the space before it is not.
	{Name: "reason-empty", Lawful: true, Sentence: "Has no reason phrases.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			head := appendHeadWith(nil, r, "HTTP/1.1 ", "\r\n")
			_, fields, _ := strings.Cut(string(head), "\r\n")
			return append(fmt.Appendf(dst, "HTTP/1.1 %d \r\n", r.Status), fields...)
		}})},
	// RFC 9112 section 4: it is text for people, bytes above 127 among it.
	{Name: "reason-of-its-own", Lawful: true, Sentence: "Has reason phrases that nobody else has.",
		Behaviour: editing(func(r *Response) { r.Reason = "C'est la vie \xe9:\t100% {\"~\"}" })},
	// RFC 9110 section 14.2: a server MAY ignore Range.
	{Name: "several-ranges-ignored", Lawful: true, Sentence: "Sends all of it to who asks for more than one range.",
		Behaviour: deciding(Change{Step: "several-ranges", Before: "range", Do: func(x *Exchange) *Response {
			lines := x.values("Range")
			if len(lines) != 1 {
				return nil
			}
			if ranges, ok := http1.SplitRanges(lines[0]); ok && len(ranges) > 1 {
				x.Request.Fields = without(&x.Request.RequestHead, "Range", "Range").Fields
			}
			return nil
		}})},
	// RFC 9110 section 8.8.3: an opaque tag is any visible bytes but a quote.
	{Name: "tags-odd", Lawful: true, Sentence: "Has entity tags with commas, bytes above 127 and what looks like a weak one.",
		Behaviour: deciding(Change{Step: "tags-odd", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if rep.etag != "" {
				rep.etag = `"W/,*` + "\xe9" + rep.etag[1:]
			}
		})})},
}
