package testscripts

import (
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"strings"

	"httpkit/internal/suite"
)

//go:embed language.md
var language string

// Index gives the text of testscripts/README.md: the language of the cases, its
// keys and capabilities, how many requirements have cases, and a line for each
// case. It is written by `go generate ./cmd/httpkit`; a test holds that the file
// is not stale.
func Index() ([]byte, error) {
	cases, err := Cases()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("<!-- Written by go generate ./cmd/httpkit; edit language.md, or the cases. -->\n\n")
	b.WriteString(language)
	b.WriteString("\n## Keys\n\n| key | what it says | in the kit's own cases |\n|---|---|---|\n")
	for _, k := range suite.Keys() {
		must := "optional"
		switch {
		case k.Required:
			must = "required"
		case k.OfStage():
			must = "required in a stage"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, cell(k.Means), must)
	}
	b.WriteString("\n## Capabilities\n\nWhat `needs:` and `[offers:NAME]` may name.\n\n| capability | the target |\n|---|---|\n")
	for _, c := range suite.Capabilities() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.Name, cell(c.Means))
	}
	if err := writeCoverage(&b, cases); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "\n## Index\n\n%d cases.\n", len(cases))
	topic := ""
	for _, c := range cases {
		if t := path.Dir(c.ID); t != topic {
			topic = t
			fmt.Fprintf(&b, "\n### %s\n\n| case | level | what it holds |\n|---|---|---|\n", topic)
		}
		file := c.ID + suite.Ext
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s |\n", c.ID[strings.LastIndexByte(c.ID, '/')+1:], file, c.Level, cell(c.Title))
	}
	return b.Bytes(), nil
}

// cell is a text inside a table: a bar would end the cell.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
