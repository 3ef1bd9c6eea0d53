package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
	"httpkit/testscripts"
)

// listByRFC prints what the RFCs demand of an origin server, section by section,
// with the cases that are about it, and counts at the end. Words that are an RFC
// or a part of one narrow down the requirements; others the cases, and then only
// requirements with one of them are printed.
func listByRFC(w io.Writer, p painter, args []string) error {
	areas, words, err := sortAreas(args)
	if err != nil {
		return err
	}
	cases, err := chosen(words, suite.Selection{Slow: true})
	if err != nil {
		return err
	}
	all, err := testscripts.Coverage(cases)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c suite.Coverage) bool {
		outside := len(areas) > 0 && !slices.ContainsFunc(areas, func(a rfc.Ref) bool { return inArea(c.Ref, a) })
		return outside || len(words) > 0 && len(c.Cases) == 0
	})
	if len(all) == 0 {
		return usage("RFC 9110 and RFC 9112 are listed; what binds clients and intermediaries only is left out",
			"%s: no requirement on an origin server there", strings.Join(args, " "))
	}
	for _, section := range suite.BySection(all) {
		ref := section[0].Ref
		fmt.Fprintf(w, "%s\n", p.strong(ref.Long()))
		for _, c := range section {
			printRequirement(w, c)
		}
		fmt.Fprintln(w)
	}
	for len(all) > 0 {
		n := all[0].Ref.RFC
		end := slices.IndexFunc(all, func(c suite.Coverage) bool { return c.Ref.RFC != n })
		if end < 0 {
			end = len(all)
		}
		t := suite.Count(all[:end])
		fmt.Fprintf(w, "RFC %d: %s on an origin server, %d with cases, %d that can't be seen, %d open\n",
			n, counted(t.All, "requirement"), t.Covered, t.Unseen, t.Open)
		all = all[end:]
	}
	return nil
}

// printRequirement prints one requirement, and below it its cases, as words that
// httpkit test takes, or why there are none.
func printRequirement(w io.Writer, c suite.Coverage) {
	fmt.Fprintf(w, "  %-6s  %s  %s\n", c.Level, c.Ref, c.Sentence)
	const indent = "          "
	switch {
	case c.Unseen != "":
		fmt.Fprintf(w, "%scan't be seen: %s\n", indent, c.Unseen)
	case c.Open():
		fmt.Fprintf(w, "%sno case\n", indent)
	}
	for _, one := range c.Cases {
		fmt.Fprintf(w, "%s%s\n", indent, one.ID)
	}
}

// sortAreas tells RFCs and parts of them ("9112", "9112#section-3.2") from the
// words that choose cases. An RFC alone is a reference without a section.
func sortAreas(args []string) (areas []rfc.Ref, words []string, err error) {
	for _, arg := range args {
		number, _, part := strings.Cut(arg, "#")
		n, err := strconv.Atoi(number)
		switch {
		case err != nil:
			words = append(words, arg)
		case !part:
			areas = append(areas, rfc.Ref{RFC: n})
		default:
			ref, err := rfc.ParseRef(arg)
			if err == nil {
				err = ref.Check()
			}
			if err != nil {
				return nil, nil, usage("", "%v", err)
			}
			areas = append(areas, ref)
		}
	}
	return areas, words, nil
}

// inArea reports whether ref is in the area, which may be an RFC as a whole.
func inArea(ref, area rfc.Ref) bool {
	if area.Section == "" {
		return ref.RFC == area.RFC
	}
	return ref.Within(area)
}
