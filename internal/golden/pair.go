package golden

import (
	"bytes"

	"httpkit/internal/wire"
)

// pair finds for new lines the dropped ones in whose place they stand, in their
// order. Of a line that means the same thing the masks are looked at too.
func (g *gap) pair(cols []*column) {
	first, n := g.prev+1, g.next-g.prev-1
	if k := len(cols) - 1; k >= 0 && cols[k].whole {
		cols[k].place = cols[k].old
		cols, n = cols[:k], n-1
	}
	if n <= 0 || len(cols) == 0 {
		return
	}
	if n*len(cols) > maxCells {
		for i := range min(n, len(cols)) {
			cols[i].place, cols[i].old = first+i, first+i
		}
		return
	}
	// best[i][j] is the score of the lines from i with the columns from j.
	best := make([][]int, n+1)
	likes := make([][]int, n)
	best[n] = make([]int, len(cols)+1)
	for i := n - 1; i >= 0; i-- {
		best[i], likes[i] = make([]int, len(cols)+1), make([]int, len(cols))
		for j := len(cols) - 1; j >= 0; j-- {
			likes[i][j] = cols[j].likes(g.st.lines[first+i].Text)
			best[i][j] = max(best[i+1][j], best[i][j+1], likes[i][j]+best[i+1][j+1])
		}
	}
	for i, j := 0, 0; i < n && j < len(cols); {
		switch best[i][j] {
		case likes[i][j] + best[i+1][j+1]:
			cols[j].place = first + i
			if likes[i][j] > stranger {
				cols[j].old = first + i
			}
			i, j = i+1, j+1
		case best[i+1][j]:
			i++
		default:
			j++
		}
	}
}

// moved finds for fields without an old line one that stood elsewhere in the answer.
func (st *stretch) moved(gaps []*gap, dropped []bool) {
	used := make([]bool, len(dropped))
	for _, g := range gaps {
		for _, c := range g.cols {
			if c.old >= 0 {
				used[c.old] = true
			}
		}
	}
	for _, g := range gaps {
		for _, c := range g.cols {
			for i, l := range st.lines {
				if c.old < 0 && c.part == Fields && dropped[i] && !used[i] && c.likes(l.Text) >= kin {
					c.old, used[i] = i, true
				}
			}
		}
	}
}

const (
	stranger = 1    // another line, but in its place
	kin      = 1000 // the same field, or a status-line
)

// likes tells how much the line t is about the same as the column.
func (c *column) likes(t wire.Text) int {
	var lead, tail []byte
	if n := len(t.Parts); n > 0 {
		if t.Parts[0].Kind == wire.Literal {
			lead = t.Parts[0].Bytes
		}
		if t.Parts[n-1].Kind == wire.Literal {
			tail = t.Parts[n-1].Bytes
		}
	}
	v := c.gap.bytes(0, c.at[0])
	v = v[:len(v)-len(ending(v))]
	same := false
	switch {
	case c.text != nil:
		same = len(t.Parts) == 1 && t.End == "" && (t.Parts[0].Kind == wire.File || t.Parts[0].Kind == wire.MaskBytes)
	case c.part == Status:
		same = bytes.HasPrefix(lead, []byte("HTTP/"))
	case c.part == Fields && len(v) == 0:
		same = len(t.Parts) == 0
	case c.part == Fields:
		same = fieldName(v) != "" && fieldName(v) == fieldName(lead)
	default:
		return stranger + commonPrefix(lead, v) + commonSuffix(tail, v)
	}
	if !same {
		return stranger
	}
	return kin + commonPrefix(lead, v) + commonSuffix(tail, v)
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// ending gives the line end of b as a line of the notation has it.
func ending(b []byte) string {
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasSuffix(b, []byte(end)) {
			return end
		}
	}
	return ""
}
