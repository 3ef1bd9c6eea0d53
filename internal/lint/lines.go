package lint

import (
	"strings"

	"httpkit/internal/message"
)

// inLines makes the check of a rule on the value of some fields: why returns what
// is wrong with the value of one line, after its name and the value. Lines that
// break the syntax of field lines are left to the rules on that.
func inLines(why func(value string) string, names ...string) func(*Exchange) Finding {
	return func(x *Exchange) Finding {
		for _, section := range x.fields() {
			for i := range section {
				f := &section[i]
				if f.Bad != "" || !isOneOf(f.Name, names) {
					continue
				}
				if w := why(f.Value); w != "" {
					return found(f.Line, "%s: %s %s", f.Name, show(f.Value), w)
				}
			}
		}
		return obeyed
	}
}

// inMembers is inLines for a comma list: why looks at each member. Empty members
// are left to the rule on lists.
func inMembers(why func(member string) string, names ...string) func(*Exchange) Finding {
	return inLines(func(value string) string {
		for _, m := range message.SplitList(value) {
			if w := why(m); w != "" {
				return w
			}
		}
		return ""
	}, names...)
}

// isOneOf tells whether name is one of names, without regard to case.
func isOneOf(name string, names []string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// line returns the first line of a header field as it came, nil if there is none.
func (x *Exchange) line(name string) []byte {
	for i := range x.Response.Fields {
		if strings.EqualFold(x.Response.Fields[i].Name, name) {
			return x.Response.Fields[i].Line
		}
	}
	return nil
}

// has tells whether the header section has the field.
func (x *Exchange) has(name string) bool { return x.line(name) != nil }

// single returns the value of a header field that stands there exactly once, on
// a line without fault.
func (x *Exchange) single(name string) (value string, line []byte, ok bool) {
	for i := range x.Response.Fields {
		f := &x.Response.Fields[i]
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		if ok || f.Bad != "" {
			return "", nil, false
		}
		value, line, ok = f.Value, f.Line, true
	}
	return value, line, ok
}

// isTokenMember is the grammar of a member that is a token.
func isTokenMember(what string) func(string) string {
	return func(m string) string {
		if message.IsToken(m) {
			return ""
		}
		return "has the member " + show(m) + ", which is no " + what + ": it has to be a token"
	}
}

// hasMembers tells whether a list has any member.
func hasMembers(list string) bool { return len(message.SplitList(list)) > 0 }
