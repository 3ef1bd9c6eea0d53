package reference

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

var fileFaults = []*Fault{
	{Name: "404-empty", Sentence: "Says nothing in the content of a 404.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 404 {
				r.Content = nil
				r.Set("Content-Length", "0")
			}
		}}},
	{Name: "404-reflects", Sentence: "Shows the path of a 404 in HTML as it came.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if r.Status == 404 {
				r.SetContent("text/html", fmt.Appendf(nil, "<h1>Not found: %s</h1>\n", q.Target.Raw))
				r.Set("Content-Length", fmt.Sprint(r.Len()))
			}
		}}},
	{Name: "content-type-missing", Sentence: "Does not say what the content is.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Content-Type") }}},
	{Name: "content-type-html", Sentence: "Calls every file HTML.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 200 && r.Get("Content-Type") != "" {
				r.Set("Content-Type", "text/html")
			}
		}}},
	{Name: "directory-500", Sentence: "Fails on a folder without the slash at its end.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r != nil && r.Status == 301 {
				return x.problem(500, "It is a folder.")
			}
			return r
		}})},
	{Name: "dotdot-escapes", Sentence: "Lets .. lead out of the folder that it serves, into one that was made up for the purpose.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			return x.outside(x.Request.Target.Path)
		}})},
	{Name: "empty-file-404", Sentence: "Takes an empty file for none.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if r == nil && x.resource.variants != nil && x.resource.variants[0].size == 0 {
				return x.problem(404, "The file is empty.")
			}
			return r
		}})},
	{Name: "missing-file-200", Sentence: "Answers 200 with a page that says that there is nothing.", // no two of its answers can be told apart
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 404 {
				r.Status = 200
			}
		}}},
	{Name: "path-backslash-is-slash", Sentence: "Takes an encoded backslash for a slash.",
		Behaviour: finding(func(x *Exchange) string {
			return strings.NewReplacer("%5c", "/", "%5C", "/").Replace(x.Request.Target.Path)
		})},
	{Name: "path-case-ignored", Sentence: "Does not tell upper from lower case in a path.",
		Behaviour: finding(func(x *Exchange) string { return strings.ToLower(x.Request.Target.Path) })},
	{Name: "path-not-decoded", Sentence: "Does not decode percent signs in a path.",
		Behaviour: finding(func(x *Exchange) string { return strings.ReplaceAll(x.Request.Target.Path, "%", "%25") })},
	{Name: "path-nul-cuts-name", Sentence: "Takes the name of a file to end at an encoded NUL.",
		Behaviour: finding(func(x *Exchange) string {
			path, _, _ := strings.Cut(x.Request.Target.Path, "%00")
			return path
		})},
	{Name: "path-plus-is-space", Sentence: "Takes a plus sign in a path for a space.",
		Behaviour: finding(func(x *Exchange) string { return strings.ReplaceAll(x.Request.Target.Path, "+", "%20") })},
	{Name: "path-slash-ignored", Sentence: "Serves a file under its name with a slash behind it too.",
		Behaviour: deciding(Change{Step: "resource", Do: func(x *Exchange) *Response {
			r := stepResource(x)
			if path := x.Request.Target.Path; r != nil && r.Status == 404 && len(path) > 1 {
				return x.find("/" + strings.Trim(path, "/"))
			}
			return r
		}})},
	{Name: "percent-decoded-twice", Sentence: "Decodes the percent signs of a path twice.",
		Behaviour: finding(func(x *Exchange) string {
			path, err := decodeSegment(x.Request.Target.Path)
			if err != nil {
				return x.Request.Target.Path
			}
			return path
		})},
	{Name: "redirect-loses-query", Sentence: "Forgets the query where it sends to the folder with a slash.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if to := r.Get("Location"); to != "" {
				to, _, _ = strings.Cut(to, "?")
				r.Set("Location", to)
			}
		}}},
	{Name: "redirect-no-location", Sentence: "Says that a folder has moved, and not where to.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Location") }}},
	{Name: "text-mode-files", Sentence: "Sends files as text: each LF becomes CRLF.", Broad: true,
		Behaviour: deciding(Change{Step: "representation", Do: func(x *Exchange) *Response {
			r := stepRepresentation(x)
			for i, p := range r.Content {
				if p.Bytes != nil && x.resource.variants != nil {
					b := bytes.ReplaceAll(p.Bytes, []byte("\n"), []byte("\r\n"))
					r.Content[i] = Part{Bytes: b, Len: int64(len(b))}
				}
			}
			return r
		}})},
}

// outsideFiles are what lies around the docroot of a server with dotdot-escapes:
// nothing of this machine.
var outsideFiles = map[string]string{
	"etc/passwd":     "root:x:0:0:root:/root:/bin/sh\n",
	"www-secret/key": "secret\n",
}

// outside follows a decoded path by names alone, also above the docroot.
func (x *Exchange) outside(path string) *Response {
	decoded, err := decodeSegment(path)
	if err != nil {
		return x.find(path)
	}
	left := false
	var kept []string
	for s := range strings.SplitSeq(strings.ReplaceAll(decoded, "\\", "/"), "/") {
		switch {
		case s == "..":
			left = left || len(kept) == 0
			kept = kept[:max(len(kept)-1, 0)]
		case s != "" && s != ".":
			kept = append(kept, s)
		}
	}
	content, there := outsideFiles[strings.Join(kept, "/")]
	if !left || !there {
		return x.find(path)
	}
	x.resource = &resource{methods: "GET, HEAD, OPTIONS", variants: []*representation{{
		mediaType: "text/plain", content: []byte(content), size: int64(len(content)),
		modified: time.Unix(1, 0)}}}
	return nil
}
