package reference

import (
	"slices"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// answerFaults are mistakes in what a response says about itself.
var answerFaults = []*Fault{
	{Name: "accept-ranges-empty", Sentence: "Sends Accept-Ranges without a unit.",
		Behaviour: editing(func(r *Response) { replace(r, "Accept-Ranges", "") })},
	{Name: "allow-blanks-between", Sentence: "Writes the methods in Allow with blanks between them, not commas.",
		Behaviour: editing(func(r *Response) { replace(r, "Allow", strings.ReplaceAll(r.Get("Allow"), ",", "")) })},
	{Name: "cache-control-semicolons", Sentence: "Parts the directives of Cache-Control by semicolons.",
		Behaviour: editing(func(r *Response) { r.Set("Cache-Control", "public; max-age=60") })},
	{Name: "chunk-size-padded", Sentence: "Writes the sizes of chunks in a fixed width, with blanks behind them.",
		Behaviour: writing(Wire{Chunk: func(dst, data []byte) []byte {
			size, rest, _ := strings.Cut(string(appendChunk(nil, data)), "\r\n")
			return append(dst, size+strings.Repeat(" ", max(8-len(size), 0))+"\r\n"+rest...)
		}})},
	{Name: "chunked-with-parameter", Sentence: "Gives the chunked coding a parameter.",
		Behaviour: editing(func(r *Response) { replace(r, "Transfer-Encoding", "chunked;q=1") })},
	{Name: "connection-names-all", Sentence: "Lists in Connection the fields that it sends.",
		Behaviour: editing(func(r *Response) {
			names := []string{}
			for _, f := range r.Fields {
				names = append(names, f.Name)
			}
			r.Set("Connection", strings.TrimPrefix(r.Get("Connection")+", ", ", ")+strings.Join(names, ", "))
		})},
	{Name: "content-language-underscore", Sentence: "Names its language as the operating system does: en_US.",
		Behaviour: editing(func(r *Response) { r.Set("Content-Language", "en_US") })},
	{Name: "content-type-bare-word", Sentence: "Names the subtype of its content alone.",
		Behaviour: editing(func(r *Response) {
			_, subtype, _ := strings.Cut(r.Get("Content-Type"), "/")
			replace(r, "Content-Type", subtype)
		})},
	{Name: "content-type-twice", Sentence: "Adds a Content-Type of its own to the one that is there.",
		Behaviour: editing(func(r *Response) { r.Fields = append(r.Fields, Field{"Content-Type", "text/html"}) })},
	{Name: "date-local-time", Sentence: "Takes the local time, two hours east, for GMT.",
		Behaviour: editing(func(r *Response) {
			at, _ := http1.ParseFixdate(r.Get("Date"))
			replace(r, "Date", http1.FormatFixdate(at.Add(2*time.Hour)))
		})},
	{Name: "empty-line-before-errors", Sentence: "Puts an empty line before the answer to a method that it does not know.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			if r.Status == 501 {
				dst = append(dst, "\r\n"...)
			}
			return appendHead(dst, r)
		}})},
	{Name: "errors-close-unsaid", Sentence: "Ends the content of errors by closing, and does not say so.",
		Behaviour: living(Life{Persist: errorsUntilClose, Announce: func(x *Exchange, r *Response, persist bool) {
			if r.Status < 400 {
				announce(x, r, persist)
			}
		}})},
	{Name: "errors-until-close", Sentence: "Ends the content of errors by closing.",
		Behaviour: living(Life{Persist: errorsUntilClose})},
	{Name: "expires-zero", Sentence: "Sends Expires: 0.",
		Behaviour: editing(func(r *Response) { r.Set("Expires", "0") })},
	{Name: "field-colon-forgotten", Sentence: "Puts a word without a colon among its fields.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			return append(appendHead(dst, r)[:len(appendHead(dst, r))-2], "DEBUG\r\n\r\n"...)
		}})},
	{Name: "field-first-indented", Sentence: "Indents the first of its fields.",
		Behaviour: writing(Wire{Head: headOf(func(r *Response) {
			if len(r.Fields) > 0 { // an interim response has none
				r.Fields[0].Name = "    " + r.Fields[0].Name
			}
		})})},
	{Name: "field-name-of-words", Sentence: "Has a field with a blank in its name.",
		Behaviour: editing(func(r *Response) { r.Fields = append(r.Fields, Field{"Powered By", "httpkit"}) })},
	{Name: "field-value-nul", Sentence: "Sends the NUL that ends a text of C.",
		Behaviour: editing(func(r *Response) { r.Fields = append(r.Fields, Field{"Server", "httpkit\x00"}) })},
	{Name: "identity-named", Sentence: "Says identity in Content-Encoding where there is none.",
		Behaviour: editing(func(r *Response) {
			if r.Get("Content-Encoding") == "" && r.Status == 200 {
				r.Set("Content-Encoding", "identity")
			}
		})},
	{Name: "keep-alive-unlisted", Sentence: "Sends Keep-Alive and does not name it in Connection.",
		Behaviour: editing(func(r *Response) { r.Set("Keep-Alive", "timeout=60") })},
	{Name: "length-as-list", Sentence: "Writes Content-Length twice in one line.",
		Behaviour: editing(func(r *Response) { replace(r, "Content-Length", r.Get("Content-Length")+", "+r.Get("Content-Length")) })},
	{Name: "line-end-lf-once", Sentence: "Ends one of the lines of its heads in LF.",
		Behaviour: writing(Wire{Head: lineEnding("\n")})},
	{Name: "line-end-text-mode", Sentence: "Writes one of the lines of its heads in text mode: CR, CR, LF.",
		Behaviour: writing(Wire{Head: lineEnding("\r\r\n")})},
	{Name: "location-unfilled", Sentence: "Leaves a placeholder in Location unfilled.",
		Behaviour: editing(func(r *Response) { replace(r, "Location", "http://{host}"+r.Get("Location")) })},
	{Name: "location-with-user", Sentence: "Puts a user name into the addresses it redirects to.",
		Behaviour: editing(func(r *Response) { replace(r, "Location", "http://www@localhost"+r.Get("Location")) })},
	{Name: "max-age-quoted", Sentence: "Puts quotes around the seconds of max-age.",
		Behaviour: editing(func(r *Response) { r.Set("Cache-Control", `max-age="60"`) })},
	{Name: "password-realm-bare", Sentence: "Refuses passwords with a realm that has no quotes.",
		Behaviour: deciding(Change{Step: "password", Before: "resource", Do: refusePassword("Basic realm=files")})},
	{Name: "password-unasked", Sentence: "Refuses passwords, and does not say what it wants.",
		Behaviour: deciding(Change{Step: "password", Before: "resource", Do: refusePassword("")})},
	{Name: "post-empty-thanked", Sentence: "Says 205 and thanks to an empty POST.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Method == "POST" && r.Status == 200 && r.Len() == 0 && r.Framing == http1.FramedLength {
				r.Status, r.Reason = 205, "Reset Content"
				r.SetContent("text/plain", []byte("Thank you.\n"))
				lengthOf(r, 0)
			}
		}}},
	{Name: "private-fields-bare", Sentence: "Writes a field name behind private without quotes.",
		Behaviour: editing(func(r *Response) { r.Set("Cache-Control", "private=set-cookie") })},
	{Name: "range-whole-labelled", Sentence: "Sends the whole file behind the Content-Range of a part.",
		Behaviour: deciding(Change{Step: "range", Do: func(x *Exchange) *Response {
			r := stepRange(x)
			if r != nil && r.Status == 206 && r.Get("Content-Range") != "" {
				r.release()
				r.Content = nil
				_ = x.attach(r, span{0, x.rep.size})
			}
			return r
		}})},
	{Name: "reason-ends-in-nul", Sentence: "Ends its reason phrases in NUL.",
		Behaviour: editing(func(r *Response) { r.Reason = Reason(r.Status) + "\x00" })},
	{Name: "retry-after-unit", Sentence: "Writes the unit behind the seconds of Retry-After.",
		Behaviour: editing(func(r *Response) {
			if r.Status >= 500 {
				r.Set("Retry-After", "30s")
			}
		})},
	{Name: "server-field-sentence", Sentence: "Writes a sentence in Server.",
		Behaviour: editing(func(r *Response) { r.Set("Server", "httpkit, made by hand") })},
	{Name: "status-above-all", Sentence: "Says 999 where a resource does not have the method.",
		Behaviour: editing(func(r *Response) {
			if r.Status == 405 {
				r.Status, r.Reason = 999, "Request denied"
			}
		})},
	{Name: "status-line-by-hand", Sentence: "Leaves the version out of the status-line where it does not know the method.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			if r.Status == 501 {
				return appendHeadWith(dst, r, "HTTP ", "\r\n")
			}
			return appendHead(dst, r)
		}})},
	{Name: "trailer-content-length", Sentence: "Sends Content-Length behind the content.",
		Behaviour: writing(Wire{Last: func(dst []byte) []byte { return append(dst, "0\r\nContent-Length: 5\r\n\r\n"...) }})},
	{Name: "trailer-unannounced", Sentence: "Sends a trailer field that it has not announced.",
		Behaviour: writing(Wire{Last: func(dst []byte) []byte { return append(dst, "0\r\nX-Checksum: 5eb63bbb\r\n\r\n"...) }})},
	{Name: "transfer-gzip-unasked", Sentence: "Names a compression in Transfer-Encoding for clients that did not ask.",
		Behaviour: editing(func(r *Response) { replace(r, "Transfer-Encoding", "gzip, chunked") })},
	{Name: "upgrade-offered-unlisted", Sentence: "Offers a protocol in Upgrade and does not name Upgrade in Connection.",
		Behaviour: editing(func(r *Response) { r.Set("Upgrade", "h2c") })},
	{Name: "vary-begins-with-comma", Sentence: "Writes Vary with a comma before its first name.",
		Behaviour: editing(func(r *Response) { replace(r, "Vary", ", "+r.Get("Vary")) })},
	{Name: "vary-semicolons", Sentence: "Parts the names in Vary by semicolons.",
		Behaviour: editing(func(r *Response) { r.Set("Vary", "Accept; Accept-Language") })},
	{Name: "version-between", Sentence: "Says HTTP/1.2 in its status-lines.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte { return appendHeadWith(dst, r, "HTTP/1.2 ", "\r\n") }})},
}

// editing is a behaviour that changes each finished response.
func editing(change func(*Response)) Behaviour {
	return Behaviour{Edit: func(r *Response, _ *Request) { change(r) }}
}

// replace gives a field that the response has another value.
func replace(r *Response, name, value string) {
	if slices.ContainsFunc(r.Fields, func(f Field) bool { return strings.EqualFold(f.Name, name) }) {
		r.Set(name, value)
	}
}

// lineEnding writes heads whose first field line ends in another way.
func lineEnding(end string) func([]byte, *Response) []byte {
	return func(dst []byte, r *Response) []byte {
		status, rest, _ := strings.Cut(string(appendHead(nil, r)), "\r\n")
		return append(dst, status+"\r\n"+strings.Replace(rest, "\r\n", end, 1)...)
	}
}

// errorsUntilClose ends errors with the connection.
func errorsUntilClose(x *Exchange, r *Response) bool {
	if r.Status >= 400 {
		r.Framing = http1.FramedClose
	}
	return persists(x, r)
}

// refusePassword is a step that knows no password; challenge is the value of
// WWW-Authenticate, "" for none.
func refusePassword(challenge string) func(*Exchange) *Response {
	return func(x *Exchange) *Response {
		if len(x.values("Authorization")) == 0 {
			return nil
		}
		r := x.problem(401, "This server has no such user.")
		if challenge != "" {
			r.Set("WWW-Authenticate", challenge)
		}
		return r
	}
}
