package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"httpkit/internal/wire"
)

// timeLines are the lines of --time, one for each connection. They are comments of
// the notation: what is printed can still be read as a transcript.
func timeLines(t *wire.Transcript) []string {
	var out []string
	for _, c := range connections(t) {
		parts := []string{"connect " + millis(c.connect)}
		if c.tls > 0 {
			parts = append(parts, "TLS "+millis(c.tls))
		}
		if c.first >= 0 {
			parts = append(parts, "first byte "+millis(c.first), "last byte "+millis(c.last))
		} else {
			parts = append(parts, "no byte came")
		}
		name := ""
		if c.name != "" {
			name = c.name + ": "
		}
		out = append(out, "# "+name+strings.Join(parts, ", "))
	}
	return out
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

// timeTable gathers the times of many rounds.
type timeTable struct {
	rounds   int
	times    [4][]time.Duration // connect, TLS, first byte, last byte
	statuses map[int]int        // of the final responses; 0: none came
}

// timeNames are the rows of the table, and the members of the JSON document.
var timeNames = [4]string{"connect", "TLS", "first byte", "last byte"}

// add takes in the transcripts of a round.
func (s *timeTable) add(played []*wire.Transcript) {
	if s.statuses == nil {
		s.statuses = map[int]int{}
	}
	s.rounds++
	for _, t := range played {
		for _, c := range connections(t) {
			s.times[0] = append(s.times[0], c.connect)
			if c.tls > 0 {
				s.times[1] = append(s.times[1], c.tls)
			}
			if c.first >= 0 {
				s.times[2] = append(s.times[2], c.first)
				s.times[3] = append(s.times[3], c.last)
			}
			answered := false
			for _, a := range c.answers {
				if !a.Interim() && a.why == "" {
					s.statuses[a.Status]++
					answered = true
				}
			}
			if !answered {
				s.statuses[0]++
			}
		}
	}
}

// spread is the least, the median and the most; ds must not be empty.
func spread(ds []time.Duration) (least, median, most time.Duration) {
	ds = slices.Sorted(slices.Values(ds))
	n := len(ds)
	median = ds[n/2]
	if n%2 == 0 {
		median = (ds[n/2-1] + ds[n/2]) / 2
	}
	return ds[0], median, ds[n-1]
}

// write prints the table.
func (s *timeTable) write(w io.Writer, wanted int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d times", s.rounds, wanted)
	if s.rounds > 0 && len(s.times[0]) != s.rounds {
		fmt.Fprintf(&b, ", %d connections", len(s.times[0]))
	}
	b.WriteString("\n")
	if len(s.times[0]) > 0 {
		fmt.Fprintf(&b, "%-10s  %12s  %12s  %12s\n", "", "min", "median", "max")
	}
	for i, name := range timeNames {
		if len(s.times[i]) == 0 {
			continue
		}
		least, median, most := spread(s.times[i])
		fmt.Fprintf(&b, "%-10s  %12s  %12s  %12s\n", name, millis(least), millis(median), millis(most))
	}
	for _, status := range slices.Sorted(maps.Keys(s.statuses)) {
		name := fmt.Sprint(status)
		if status == 0 {
			name = "no whole answer"
		}
		fmt.Fprintf(&b, "%s: %d\n", name, s.statuses[status])
	}
	_, err := io.WriteString(w, b.String())
	return err
}
