package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

type mark struct {
	mark, means string
	in          *regexp.Regexp // on a line of a section in its canonical form
}

// marks are what a reader of one case can't guess, in the order in which they are
// explained below it. testscripts/README.md has the whole language.
var marks = []mark{
	{`lone \ at the end`, "no line end is sent, or expected, there", regexp.MustCompile(`^[<>]\S* (|.*[^\\])(\\\\)*\\$`)},
	{`\{$NAME}`, "what the flags of httpkit test say of the server, or what was kept before", regexp.MustCompile(`\\\{\$`)},
	{`\{any}`, "anything up to the end of the line, also nothing", regexp.MustCompile(`\\\{any\b`)},
	{`\{rest}`, "any bytes, also none", regexp.MustCompile(`\\\{rest\b`)},
	{`\{bytes N}`, "any N bytes", regexp.MustCompile(`\\\{bytes\b`)},
	{`\{re X}`, "what the regular expression X matches", regexp.MustCompile(`\\\{re\b`)},
	{`\{rep N TEXT}`, "TEXT, N times", regexp.MustCompile(`\\\{rep\b`)},
	{`\{noise N}`, "N bytes without a pattern, always the same", regexp.MustCompile(`\\\{noise\b`)},
	{`\{file NAME}`, "the bytes of a file: httpkit fixtures writes them", regexp.MustCompile(`\\\{file\b`)},
	{`\{token}`, "a word without blanks and separators", regexp.MustCompile(`\\\{token\b`)},
	{`\{etag}`, `an entity tag: "x" or W/"x"`, regexp.MustCompile(`\\\{etag\b`)},
	{`\{... as NAME}`, `what came there is kept, for \{$NAME}`, regexp.MustCompile(`\\\{.* as \w`)},
	{`* connect NAME`, "one more connection; >NAME <NAME =NAME are said on it", regexp.MustCompile(`^\* connect `)},
	{`* close-write`, "the client has nothing more to say (FIN), and goes on reading", regexp.MustCompile(`^\*\S* close-write`)},
	{`* abort`, "the client drops the connection (RST)", regexp.MustCompile(`^\*\S* abort`)},
	{`* drip N TIME`, "from here on N bytes are written every TIME", regexp.MustCompile(`^\*\S* drip`)},
	{`* sip N TIME`, "from here on N bytes are read every TIME", regexp.MustCompile(`^\*\S* sip`)},
	{`* split`, "the next write is cut in two; with all, once at every byte", regexp.MustCompile(`^\*\S* split`)},
	{`* repeat N`, "the lines up to * end, N times", regexp.MustCompile(`^\*\S* repeat`)},
	{`=`, "the first of these lines that holds decides", regexp.MustCompile(`^=`)},
	{`A | B`, "either of them", regexp.MustCompile(`^=.* \| `)},
	{`2xx, 400-417`, "a response with such a status: 200 to 299, 400 to 417", regexp.MustCompile(`^=\S* \w+ .*(\dxx|\d-\d)`)},
	{`any`, "one response, whatever its status", regexp.MustCompile(`^=\S* \w+ (.* )?any\b`)},
	{`raw`, "bytes that are no HTTP/1 response", regexp.MustCompile(`^=\S* \w+ (.* )?raw\b`)},
	{`ended`, "the connection is closed or reset, or the response says that it will be", regexp.MustCompile(`^=\S* \w+ (.* )?ended\b`)},
	{`closed`, "the server closes the connection (FIN)", regexp.MustCompile(`^(\*\S*|=\S* \w+)( .*)? closed\b`)},
	{`reset`, "the server drops the connection (RST)", regexp.MustCompile(`^(\*\S*|=\S* \w+)( .*)? reset\b`)},
	{`open`, "nothing more comes, and the connection stays open", regexp.MustCompile(`^(\*\S*|=\S* \w+)( .*)? open\b`)},
	{`silent`, "nothing comes at all", regexp.MustCompile(`^(\*\S*|=\S* \w+)( .*)? silent\b`)},
	{`=   property`, "is asked of the last response as well; with a number before it, of that one", regexp.MustCompile(`^=\S* {3}`)},
	{`has X`, "X is a member of the list", regexp.MustCompile(`^=\S* {3}.* has `)},
}

// marksOf are those that stand in the sections.
func marksOf(c *suite.Case) []mark {
	var script []string
	for _, s := range c.Sections {
		for line := range strings.Lines(string(s.Format())) {
			line = strings.TrimSuffix(line, "\n")
			if said, _, ok := strings.Cut(line, " -- "); ok && strings.HasPrefix(line, "=") {
				line = said // the reason of a rule is no notation
			}
			if !strings.HasPrefix(line, "#") {
				script = append(script, line)
			}
		}
	}
	var found []mark
	for _, m := range marks {
		if slices.ContainsFunc(script, m.in.MatchString) {
			found = append(found, m)
		}
	}
	return found
}

// explainMarks tells what stands in the sections and is not to be guessed.
func explainMarks(w io.Writer, p painter, c *suite.Case) {
	found := marksOf(c)
	if len(found) > 0 {
		fmt.Fprintf(w, "\n%s:\n", p.strong("In this notation"))
	}
	for _, m := range found {
		fmt.Fprintf(w, "  %-18s %s\n", m.mark, m.means)
	}
}
