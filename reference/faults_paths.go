package reference

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// pathFaults are mistakes in how a path leads to a file, and in what is sent of it.
var pathFaults = []*Fault{
	{Name: "absolute-name-escapes", Sentence: "Joins folder and path with a function for which an absolute path needs no folder.",
		Behaviour: escapingBy(func(p string) string {
			if decoded := decodedPath(p); len(decoded) > 1 && decoded[1] == '/' {
				return "/../" + strings.TrimLeft(decoded, "/")
			}
			return p
		})},
	{Name: "below-file-500", Sentence: "Fails where a path goes on below a file.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r == nil || r.Status != 404 {
				return r
			}
			for dir := path.Dir(x.Request.Target.Path); len(dir) > 1; dir = path.Dir(dir) {
				if found, err := x.Conn.origin.site.resource(dir); err == nil && found.variants != nil {
					return x.problem(500, "It is no folder.")
				}
			}
			return r
		}})},
	{Name: "charset-latin", Sentence: "Says of each text that it is in ISO 8859-1.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t, _, has := strings.Cut(r.Get("Content-Type"), ";"); has {
				r.Set("Content-Type", t+"; charset=iso-8859-1")
			}
		}}},
	{Name: "dotdot-after-backslash", Sentence: "Looks for .. between slashes, on a disk where a backslash is one too.",
		Behaviour: escapingBy(func(p string) string {
			return strings.ReplaceAll(path.Clean(decodedPath(p)), `\`, "/")
		})},
	{Name: "dotdot-after-decoding-twice", Sentence: "Removes .. after decoding, and decodes once more.",
		Behaviour: escapingBy(func(p string) string { return decodedPath(path.Clean(decodedPath(p))) })},
	{Name: "dotdot-at-root-500", Sentence: "Fails where .. leads above the root.",
		Behaviour: failing(func(x *Exchange) bool {
			depth := 0
			for s := range strings.SplitSeq(strings.Trim(decodedPath(x.Request.Target.Path), "/"), "/") {
				if depth++; s == ".." {
					depth -= 2
				}
				if depth < 0 {
					return true
				}
			}
			return false
		})},
	{Name: "dotdot-before-decoding", Sentence: "Removes .. from the path as it came, and then decodes it.",
		Behaviour: escapingBy(path.Clean)},
	{Name: "dotdot-behind-parameters", Sentence: "Removes .. first and what stands behind a semicolon afterwards.",
		Behaviour: escapingBy(func(p string) string {
			segments := strings.Split(path.Clean(decodedPath(p)), "/")
			for i, s := range segments {
				segments[i], _, _ = strings.Cut(s, ";")
			}
			return strings.Join(segments, "/")
		})},
	{Name: "dotdot-cut-out-once", Sentence: "Cuts ../ out of a path, and does not look what that leaves.",
		Behaviour: escapingBy(func(p string) string { return strings.ReplaceAll(decodedPath(p), "../", "") })},
	{Name: "dotdot-in-overlong", Sentence: "Takes overlong forms in UTF-8 for the characters that they spell, after .. is removed.",
		Behaviour: escapingBy(func(p string) string {
			return strings.NewReplacer("\xc0\xae", ".", "\xe0\x80\xae", ".", "\xc0\xaf", "/", "\xe0\x80\xaf", "/").Replace(path.Clean(decodedPath(p)))
		})},
	{Name: "dotdot-within-segment", Sentence: "Removes .. between slashes as they came, and then decodes slashes in the segments.",
		Behaviour: escapingBy(func(p string) string {
			segments := strings.Split(p, "/")
			for i, s := range segments {
				segments[i] = decodedPath(s)
				if segments[i] == ".." {
					segments[i] = ""
				}
			}
			return strings.Join(segments, "/")
		})},
	{Name: "dots-removed-alone", Sentence: "Takes .. out of a path, and leaves the folder before it there.",
		Behaviour: finding(func(x *Exchange) string { return strings.ReplaceAll(x.Request.Target.Path, "/..", "") })},
	{Name: "files-as-utf8", Sentence: "Reads files as UTF-8, and replaces what is none.",
		Behaviour: sendingOther(func(b []byte) []byte { return bytes.ToValidUTF8(b, []byte("\ufffd")) })},
	{Name: "folder-not-entered", Sentence: "Finds no file but those in the first folder.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			if p := strings.TrimLeft(x.Request.Target.Path, "/"); strings.Contains(strings.TrimRight(p, "/"), "/") {
				return x.problem(404, "There is no file with a slash in its name.")
			}
			return stepResource(x)
		}})},
	{Name: "folder-page-of-root", Sentence: "Shows for each folder the page of the first.",
		Behaviour: finding(func(x *Exchange) string {
			p := x.Request.Target.Path
			if strings.HasSuffix(p, "/") {
				return "/"
			}
			return p
		})},
	{Name: "folder-type-by-path", Sentence: "Finds the media type by the extension in the path, and so none for a folder.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if r.Status == 200 && strings.HasSuffix(q.Target.Path, "/") {
				r.Set("Content-Type", "application/octet-stream")
			}
		}}},
	{Name: "jpeg-called-jpg", Sentence: "Makes media types of extensions.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Content-Type") == "image/jpeg" {
				r.Set("Content-Type", "image/jpg")
			}
		}}},
	{Name: "large-file-one-read", Sentence: "Sends of a file what one read brings, at most 64 KiB.",
		Behaviour: sendingOther(func(b []byte) []byte { return b[:min(len(b), 64<<10)] })},
	{Name: "missing-answered-by-index", Sentence: "Shows the front page, with 200, for each path that leads to nothing in a folder.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r == nil || r.Status != 404 || strings.Count(x.Request.Target.Path, "/") < 2 {
				return r
			}
			return x.find("/")
		}})},
	{Name: "name-too-long-500", Sentence: "Fails on a name that is longer than the file system has.",
		Behaviour: failing(func(x *Exchange) bool {
			for s := range strings.SplitSeq(x.Request.Target.Path, "/") {
				if len(s) > 255 {
					return true
				}
			}
			return false
		})},
	{Name: "page-called-plain", Sentence: "Calls pages plain text.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if strings.HasPrefix(r.Get("Content-Type"), "text/html") && r.Status == 200 {
				r.Set("Content-Type", "text/plain")
			}
		}}},
	{Name: "page-with-remark", Sentence: "Puts a remark of its own at the end of each page.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status != 200 || r.Bare || !strings.HasPrefix(r.Get("Content-Type"), "text/html") {
				return
			}
			remark := []byte("<!-- served by this machine -->\n")
			r.Content = append(r.Content[:len(r.Content):len(r.Content)], Part{Bytes: remark, Len: int64(len(remark))})
			if r.Get("Content-Length") != "" {
				lengthOf(r, 0)
			}
		}}},
	{Name: "path-encoded-slash-is-slash", Sentence: "Takes an encoded slash for a slash.",
		Behaviour: finding(func(x *Exchange) string {
			return strings.NewReplacer("%2f", "/", "%2F", "/").Replace(x.Request.Target.Path)
		})},
	{Name: "path-end-trimmed", Sentence: "Takes no notice of dots and blanks at the end of a name.",
		Behaviour: finding(func(x *Exchange) string {
			p := x.Request.Target.Path
			if kept := strings.TrimRight(strings.ReplaceAll(p, "%20", " "), ". "); kept != "" && kept[len(kept)-1] != '/' {
				return strings.ReplaceAll(kept, " ", "%20")
			}
			return p
		})},
	{Name: "path-hash-cuts-name", Sentence: "Decodes a path, and ends it at a number sign.",
		Behaviour: finding(func(x *Exchange) string {
			p, _, _ := strings.Cut(x.Request.Target.Path, "%23")
			return p
		})},
	{Name: "path-not-utf8-500", Sentence: "Fails on a path that is not UTF-8 when decoded.",
		Behaviour: failing(func(x *Exchange) bool { return !utf8.ValidString(decodedPath(x.Request.Target.Path)) })},
	{Name: "path-unreserved-not-decoded", Sentence: "Decodes letters and blanks in a path, but no full stop.",
		Behaviour: finding(func(x *Exchange) string {
			return strings.NewReplacer("%2e", "%252e", "%2E", "%252E").Replace(x.Request.Target.Path)
		})},
	{Name: "slashes-two-name-host", Sentence: "Takes what stands behind two slashes for a host, up to the next one.",
		Behaviour: finding(func(x *Exchange) string {
			rest, cut := strings.CutPrefix(x.Request.Target.Path, "//")
			if !cut {
				return x.Request.Target.Path
			}
			_, p, _ := strings.Cut(rest, "/")
			return "/" + p
		})},
	{Name: "unknown-called-text", Sentence: "Calls plain text what it has no media type for.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Content-Type") == "application/octet-stream" && r.Get("ETag") != "" {
				r.Set("Content-Type", "text/plain; charset=utf-8")
			}
		}}},
}

// escapingBy is a behaviour that follows, where a path leads to nothing, also what
// is made of it, out of the folder that is served.
func escapingBy(made func(path string) string) Behaviour {
	return deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
		r := stepResource(x)
		if p := x.Request.Target.Path; r != nil && strings.HasPrefix(p, "/") {
			if x.outside(made(p)) == nil {
				return nil
			}
			return x.find(p)
		}
		return r
	}})
}

// decodedPath is a path decoded as a whole, or as it is if that can't be.
func decodedPath(p string) string {
	if d, err := decodeSegment(p); err == nil {
		return d
	}
	return p
}

// sendingOther is a behaviour that sends something else than the bytes of a file.
func sendingOther(change func([]byte) []byte) Behaviour {
	return deciding(Change{Step: "representation", Do: func(x *Exchange) *Response {
		r := stepRepresentation(x)
		for i, p := range r.Content {
			if p.Bytes != nil && x.resource.variants != nil && x.rep.coding == "" {
				b := change(p.Bytes)
				r.Content[i] = Part{Bytes: b, Len: int64(len(b))}
			}
		}
		return r
	}})
}
