package testscripts

import (
	"bytes"
	"fmt"

	"httpkit/internal/lint"
	"httpkit/internal/rfc"
	"httpkit/internal/suite"
)

// conformance are the suites whose cases stand for requirements; the others hold
// what an original does, or teach.
var conformance = map[string]bool{"http1": true, "robust": true}

// Coverage says of each requirement of RFC 9110 and RFC 9112 on an origin server
// which of the cases are about it, in the order of the text. Of the kit's own
// cases those of the conformance suites count.
func Coverage(cases []*suite.Case) ([]suite.Coverage, error) {
	all, err := rfc.Requirements()
	if err != nil {
		return nil, err
	}
	refs := map[string][]rfc.Ref{}
	for _, r := range lint.Rules() {
		refs[r.Name] = r.Refs
	}
	var counted []*suite.Case
	for _, c := range cases {
		if !c.Own || conformance[c.Suite()] {
			counted = append(counted, c)
		}
	}
	return suite.Cover(all, counted, func(name string) []rfc.Ref { return refs[name] }), nil
}

// writeCoverage writes the section of the index that counts requirements.
func writeCoverage(b *bytes.Buffer, cases []*suite.Case) error {
	all, err := Coverage(cases)
	if err != nil {
		return err
	}
	b.WriteString("\n## Coverage\n\n" +
		"What RFC 9110 and RFC 9112 demand of an origin server, by section: each MUST and SHOULD that binds it as server,\n" +
		"recipient or sender. `httpkit list --by rfc` prints the requirements with their cases, and why some can't be seen.\n\n" +
		"| section | requirements | with cases | can't be seen | open |\n|---|---|---|---|---|\n")
	var whole []suite.Coverage
	for i, section := range suite.BySection(all) {
		ref := section[0].Ref
		if i > 0 && ref.RFC != whole[0].Ref.RFC {
			writeTally(b, fmt.Sprintf("**RFC %d**", whole[0].Ref.RFC), whole)
			whole = nil
		}
		whole = append(whole, section...)
		page := rfc.Ref{RFC: ref.RFC, Section: ref.Section, Fragment: "section-" + ref.Section}
		writeTally(b, fmt.Sprintf("[%d, %s](%s) %s", ref.RFC, ref.Section, page.URL(), cell(ref.Heading())), section)
	}
	if len(whole) > 0 {
		writeTally(b, fmt.Sprintf("**RFC %d**", whole[0].Ref.RFC), whole)
	}
	return nil
}

func writeTally(b *bytes.Buffer, name string, all []suite.Coverage) {
	t := suite.Count(all)
	fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", name, t.All, t.Covered, t.Unseen, t.Open)
}
