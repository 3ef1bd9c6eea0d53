package compare

import (
	"maps"
	"slices"
	"strings"

	"httpkit/internal/message"
)

// Fold is one kind of difference that means nothing: do takes it out of what a
// server did. What it is given is a copy.
type Fold struct {
	Name string // as reports name it
	Says string // what is the same for us
	do   func(*Seen)
}

// Folds are all of them, in the order in which they are made.
func Folds() []Fold { return slices.Clone(folds) }

var folds = []Fold{
	{"rejected", "a request refused with 400, by closing or by a reset", rejected},
	{"interim", "1xx responses that nobody asked for", dropping(unasked)},
	{"ending", "whether the connection is said to end behind the last answer", ending},
	{"reason", "the reason phrase", one(func(a *Answer) { a.Reason = "" })},
	{"names", "letter case of field names", one(func(a *Answer) { spelled(a.Fields); spelled(a.Trailers) })},
	{"error page", "what the content of a 4xx or 5xx says, and its type", one(errorPage)},
	{"Date", "Date", without("date")},
	{"Server", "Server", without("server")},
	{"ETag", "the value of ETag", valued("etag", func(string) string { return "any" })},
	{"connection", "Connection and Keep-Alive", without("connection", "keep-alive")},
	{"framing", "Content-Length, chunks or the end of the connection around the same content", one(unframed)},
	{"gzip", "how gzip has packed the same content", one(gunzip)},
	{"boundary", "the boundary of a multipart content", one(bounded)},
	{"media type", "letter case and blanks in Content-Type", valued("content-type", mediaType)},
	{"lists", "the order, blanks and case of the members of Allow, Vary and Accept-Ranges", one(sortedLists)},
	{"Accept-Ranges", "Accept-Ranges: none", one(func(a *Answer) {
		drop(a, func(f Field) bool { return f.Name == "accept-ranges" && strings.EqualFold(f.Value, "none") })
	})},
	{"Location", "an absolute Location of the server itself, or the same relative", relative},
	{"cookies", "the value of a cookie", valued("set-cookie", cookie)},
	{"order", "the order of field lines of different names", one(ordered)}, // the last: a field too many is no matter of order
}

// one makes a fold of what is done to each answer.
func one(do func(*Answer)) func(*Seen) {
	return func(s *Seen) {
		for i := range s.Conns {
			for j := range s.Conns[i].Answers {
				do(&s.Conns[i].Answers[j])
			}
		}
	}
}

// dropping makes a fold that drops answers.
func dropping(dropped func(Answer) bool) func(*Seen) {
	return func(s *Seen) {
		for i := range s.Conns {
			s.Conns[i].Answers = slices.DeleteFunc(s.Conns[i].Answers, dropped)
		}
	}
}

func without(names ...string) func(*Seen) {
	return one(func(a *Answer) { drop(a, func(f Field) bool { return slices.Contains(names, f.Name) }) })
}

// valued changes the value of a field.
func valued(name string, to func(string) string) func(*Seen) {
	return one(func(a *Answer) {
		for i, f := range a.Fields {
			if f.Name == name {
				a.Fields[i].Value = to(f.Value)
			}
		}
	})
}

func drop(a *Answer, dropped func(Field) bool) {
	a.Fields = slices.DeleteFunc(a.Fields, dropped)
	a.Trailers = slices.DeleteFunc(a.Trailers, dropped)
}

// rejected: of a request refused nothing but that is left.
//
// RFC 9112 section 9.6 lets a server close in place of an answer that nobody may
// read, and section 2.2 asks for 400 with what it can't parse.
func rejected(s *Seen) {
	for i := range s.Conns {
		c := &s.Conns[i]
		n := len(c.Answers)
		switch {
		case c.End == Closed || c.End == Reset:
			c.End = Rejected
			if n > 0 && c.Answers[n-1].Status == 400 && c.Answers[n-1].Word == "" {
				c.Answers = c.Answers[:n-1]
			}
		case c.End == "" && n > 0 && c.Answers[n-1].Status == 400 && c.Answers[n-1].Word == "":
			c.Answers, c.End = c.Answers[:n-1], Rejected
		default:
			continue
		}
		c.Leaves = "closes"
	}
}

func unasked(a Answer) bool {
	return a.Status/100 == 1 && a.Status != 101 && a.Word == "" && !(a.Status == 100 && a.Expects)
}

func ending(s *Seen) {
	for i := range s.Conns {
		c := &s.Conns[i]
		c.Leaves = ""
		if !c.Awaited && c.End != Rejected {
			c.End = ""
		}
	}
}

// ordered keeps the order of lines of one name, which may mean something.
func ordered(a *Answer) {
	a.sorted = true
	slices.SortStableFunc(a.Fields, func(x, y Field) int {
		return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
	})
}

func spelled(fields []Field) {
	for i := range fields {
		fields[i].Name = strings.ToLower(fields[i].Name)
	}
}

func errorPage(a *Answer) {
	if a.Status < 400 {
		return
	}
	a.Content = Content{}
	drop(a, func(f Field) bool {
		switch f.Name {
		case "content-type", "content-language", "content-encoding", "last-modified", "etag", "cache-control", "x-content-type-options":
			return true
		}
		return false
	})
}

func unframed(a *Answer) {
	a.Framing = ""
	drop(a, func(f Field) bool {
		return f.Name == "content-length" || f.Name == "transfer-encoding" || f.Name == "trailer"
	})
}

func gunzip(a *Answer) {
	if v, _ := value(a, "content-encoding"); strings.EqualFold(v, "gzip") {
		a.Content = a.Content.gunzipped()
	}
}

func bounded(a *Answer) {
	t, _ := value(a, "content-type")
	if !strings.HasPrefix(strings.ToLower(t), "multipart/") {
		return
	}
	_, b, ok := strings.Cut(t, "boundary=")
	b, _, _ = strings.Cut(strings.Trim(strings.TrimSpace(b), `"`), ";")
	if !ok || b == "" {
		return
	}
	a.Content = a.Content.with(strings.ReplaceAll(a.Content.text, b, "BOUNDARY"))
	for i, f := range a.Fields {
		if f.Name == "content-type" {
			v := strings.ReplaceAll(f.Value, b, "BOUNDARY")
			a.Fields[i].Value = strings.ReplaceAll(v, `"`, "")
		}
	}
}

func mediaType(v string) string {
	parts := strings.Split(strings.ToLower(v), ";")
	for i := range parts {
		parts[i] = strings.ReplaceAll(strings.TrimSpace(parts[i]), `"`, "")
	}
	return strings.Join(parts, ";")
}

func sortedLists(a *Answer) {
	for _, name := range []string{"allow", "vary", "accept-ranges"} {
		members := map[string]bool{}
		for _, f := range a.Fields {
			if f.Name == name {
				for m := range strings.SplitSeq(f.Value, ",") {
					if m = strings.TrimSpace(m); name != "allow" { // methods know upper and lower case
						m = strings.ToLower(m)
					}
					members[m] = true
				}
			}
		}
		if len(members) == 0 {
			continue
		}
		delete(members, "")
		drop(a, func(f Field) bool { return f.Name == name })
		a.Fields = append(a.Fields, Field{name, strings.Join(slices.Sorted(maps.Keys(members)), ", ")})
	}
}

func relative(s *Seen) {
	one(func(a *Answer) {
		for i, f := range a.Fields {
			if f.Name != "location" && f.Name != "content-location" {
				continue
			}
			_, rest, ok := strings.Cut(f.Value, "://")
			if ok && s.Address != "" && strings.HasPrefix(rest, s.Address+"/") {
				a.Fields[i].Value = rest[len(s.Address):]
			}
		}
	})(s)
}

func cookie(v string) string {
	pair, rest, _ := strings.Cut(v, ";")
	name, _, _ := strings.Cut(pair, "=")
	return name + "=any;" + rest
}

func value(a *Answer, name string) (string, bool) {
	var fields []message.Field
	for _, f := range a.Fields {
		fields = append(fields, message.Field{Name: f.Name, Value: f.Value})
	}
	return message.Get(fields, name)
}
