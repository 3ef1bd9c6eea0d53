package golden

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// content decides how a run of content is written: by the name of a file, as that
// many bytes, or line by line. What is large or binary is never written out.
func (g *gap) content(b block) ([]*column, *wire.Error) {
	vals := g.vals(b.at)
	_, _, changes := differ(vals)
	old, file := g.masked()
	if !changes {
		if name := g.named(vals[0], b.part == Content); name != "" {
			return []*column{g.fixed(b, wire.Part{Kind: wire.File, Name: name})}, nil
		}
	}
	if file >= 0 {
		name := g.st.lines[file].Text.String()
		return nil, g.st.refuse(file, "the content is no longer that of "+strings.TrimSuffix(name, `\`),
			"only < lines are rewritten: mend the file, or write the content out in < lines and update again")
	}
	if old >= 0 && sameLength(vals) {
		count := wire.Count{N: len(vals[0])}
		return []*column{g.fixed(b, wire.Part{Kind: wire.MaskBytes, Count: count})}, nil
	}
	if last := len(g.st.lines) - 1; g.prev < last && g.next > last && swallows(g.st.lines[last].Text) {
		c := g.column(b.part, b.at)
		c.old, c.whole = last, true
		if c.keeps() {
			return []*column{c}, nil
		}
	}
	for k, v := range vals {
		if !inlineable(v) {
			hint := `keep it in a file beside the case and update again (the line is then \{file NAME}\), or use rules: = pass 200 and =   size ` + fmt.Sprint(len(v))
			if b.part == Chunks {
				hint = `keep the content in a file beside the case and use rules: = pass 200 and =   content \{file NAME}`
			}
			return nil, g.st.refuse(g.last(), g.tooLarge(v, k), hint)
		}
	}
	return g.lines(b)
}

// inlineable reports whether content may be written out in a case.
func inlineable(b []byte) bool { return len(b) <= inlineBytes || !wire.LargeOrBinary(b) }

func (g *gap) tooLarge(v []byte, k int) string {
	what := "large"
	if i := bytes.IndexFunc(v[:min(len(v), 512)], func(r rune) bool { return r == 0xfffd || r < ' ' && !strings.ContainsRune("\t\r\n", r) }); i >= 0 {
		what = "binary"
	}
	if s := g.st.samples[k].values; s != "" {
		what += ", for " + s
	}
	return fmt.Sprintf("%s of content came, which are too many to write out (%s)", countBytes(len(v)), what)
}

// masked gives the dropped lines that stand for a whole content: one that counts
// bytes, and one that names a file; -1 where there is none.
func (g *gap) masked() (counts, file int) {
	counts, file = -1, -1
	for i := g.prev + 1; i < g.next; i++ {
		t := g.st.lines[i].Text
		if len(t.Parts) != 1 || t.End != "" {
			continue
		}
		switch t.Parts[0].Kind {
		case wire.MaskBytes:
			if t.Parts[0].As == "" {
				counts = i
			}
		case wire.File:
			file = i
		}
	}
	return counts, file
}

func sameLength(vals [][]byte) bool {
	return !slices.ContainsFunc(vals, func(v []byte) bool { return len(v) != len(vals[0]) })
}

// swallows reports whether a line takes all that is still to come.
func swallows(t wire.Text) bool {
	n := len(t.Parts)
	return t.End == "" && n > 0 && t.Parts[n-1].Kind == wire.MaskRest
}

// fixed is a column whose text is one field that stands for all of a block.
func (g *gap) fixed(b block, p wire.Part) *column {
	c := g.column(b.part, b.at)
	c.text = &wire.Text{Parts: []wire.Part{p}}
	return c
}

// named gives the name of the file with these bytes, or "": a section of the case,
// a file beside it, one of httpkit's own. Short text stands in the case itself.
func (g *gap) named(b []byte, content bool) string {
	c := g.st.c
	_, file := g.masked()
	if !content || len(b) <= inlineBytes && file < 0 {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		if bytes.Equal(c.Files[name], b) {
			return name
		}
	}
	if name := beside(c, b); name != "" {
		return name
	}
	return fixture(b)
}

// beside looks through the folder of the case, and through no folder in it.
func beside(c *suite.Case, b []byte) string {
	if c.Dir == "" {
		return ""
	}
	entries, err := os.ReadDir(c.Dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(b)) || !plain(e.Name()) {
			continue
		}
		if have, err := c.ReadFile(e.Name(), nil); err == nil && bytes.Equal(have, b) {
			return e.Name()
		}
	}
	return ""
}

// plain reports whether a name can stand in \{file NAME} as it is.
func plain(name string) bool {
	t, err := wire.ParseText(wire.Pos{}, `\{file `+name+`}`, false)
	return err == nil && len(t.Parts) == 1 && t.Parts[0].Name == name && !strings.HasSuffix(name, suite.Ext)
}
