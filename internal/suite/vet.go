package suite

import (
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// Facts is what Vet holds cases against. Nil fields are not looked at.
type Facts struct {
	Fixtures func(name string) ([]byte, error) // the kit's own files, for \{file NAME}
	Faults   []string                          // of the reference server, for "catches:"
	Rules    []string                          // the universal rules, for "owns:"
}

// Vet finds the mistakes that can be seen without a server, beyond those that Parse
// tells: references to what does not exist, lines that can never be played, rules
// that can never decide, sections nobody uses. Our own cases are held to more: see
// ours. The mistakes are in the order of files and lines.
func Vet(cases []*Case, f Facts) wire.Errors {
	sorted := slices.Clone(cases)
	slices.SortStableFunc(sorted, func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
	errs := twice(sorted)
	for _, c := range sorted {
		v := vetter{c: c, facts: f}
		v.refs()
		v.catches()
		v.owns()
		v.sections()
		v.idle()
		v.members()
		if c.Own {
			v.ours()
		}
		errs = append(errs, v.errs...)
	}
	errs = append(errs, between(sorted)...)
	sortErrors(errs)
	return errs
}

// vetter vets one case.
type vetter struct {
	c     *Case
	facts Facts
	errs  wire.Errors
}

func (v *vetter) bad(pos wire.Pos, msg, hint string) {
	msg, own, ok := strings.Cut(msg, "\n\t")
	if ok && hint == "" {
		hint = own
	}
	v.errs = append(v.errs, &wire.Error{Pos: pos, Msg: msg, Hint: hint})
}

func (v *vetter) refs() {
	for _, r := range v.c.Refs {
		if err := r.Check(); err != nil {
			v.bad(v.c.pos("rfc"), "rfc: "+err.Error(), "")
		}
	}
}

// catches holds the names against the faults there are. A user has no faults of
// their own, so this is for theirs too.
func (v *vetter) catches() { v.known("catches", "fault", v.c.Catches, v.facts.Faults) }
func (v *vetter) owns()    { v.known("owns", "universal rule", v.c.Owns, v.facts.Rules) }

func (v *vetter) known(key, what string, names, known []string) {
	if known == nil {
		return
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			v.bad(v.c.pos(key), fmt.Sprintf("%s: %q is no %s", key, n, what), didYouMean(n, known))
		}
	}
}

// sections finds what is never played, and what nobody uses.
func (v *vetter) sections() {
	played := v.c.Played()
	for _, s := range v.c.Sections {
		at := v.c.Markers[s.Name]
		steps, err := s.Program()
		switch {
		case err != nil: // a case that was not made by Parse
			v.errs = append(v.errs, asErrors(at, err)...)
		case len(steps) == 0:
			v.bad(at, fmt.Sprintf("section %s is empty: nothing is sent, nothing has to come", s.Name), "")
		case !slices.Contains(played, s.Name):
			v.bad(at, fmt.Sprintf("section %s is never played", s.Name), "talk alone plays every transcript; talk NAME plays those it names, up to a stop or skip")
		}
		v.errs = append(v.errs, wire.Unplayable(steps)...)
		v.errs = append(v.errs, wire.NeverDecide(steps)...)
	}
}

// idle finds a case that would pass on any server that can be reached: it opens
// connections, and neither says anything on them nor wants anything of them. A FIN
// or a RST is something said: a server may die of it.
func (v *vetter) idle() {
	first := wire.Pos{}
	for _, s := range v.c.Sections {
		for _, l := range s.Lines {
			switch {
			case l.Kind == wire.Blank || l.Kind == wire.Comment:
				continue
			case l.Kind != wire.Event, l.Do.Op.IsObservation(), l.Do.Op == wire.OpCloseWrite, l.Do.Op == wire.OpAbort:
				return
			case first.Line == 0:
				first = l.Pos
			}
		}
	}
	if first.Line > 0 && len(v.c.Foreign()) == 0 { // what the engine runs may look at the server too
		v.bad(first, "the case asserts nothing: nothing is sent, nothing has to come",
			"send something (>), and say what has to come (< or =) or how the connection is: * silent, * closed")
	}
}

// members holds every \{file NAME} against what there is, every file section against
// who uses it, and every text against what it may come to.
func (v *vetter) members() {
	used, sizes := map[string]bool{}, map[string]int{}
	look := func(pos wire.Pos, t *wire.Text) {
		for _, name := range fileNames(t.Parts) {
			used[name] = true
			if v.facts.Fixtures == nil && !v.c.isFile(name) {
				continue
			}
			b, err := v.c.ReadFile(name, v.facts.Fixtures)
			if err != nil {
				v.bad(pos, err.Error(), "")
			}
			sizes[name] = len(b)
		}
		if err := t.TooLarge(sizes); err != nil {
			v.bad(pos, err.Error(), "")
		}
	}
	v.c.texts(func(_ *wire.Section, l *wire.Line, t *wire.Text) { look(l.Pos, t) })
	for _, s := range v.c.Each {
		for i := range s.Values {
			look(s.Pos, &s.Values[i])
		}
	}
	if len(v.c.Foreign()) > 0 {
		return // a command of the engine may use the files
	}
	for name := range v.c.Files {
		if !used[name] {
			v.bad(v.c.Markers[name], fmt.Sprintf("section %s is used by no \\{file %s}", name, name), "the name of a transcript has no dot")
		}
	}
}

// fileNames gives the names in the \{file} fields of a text, each once.
func fileNames(parts []wire.Part) []string {
	var names []string
	for _, p := range parts {
		if p.Kind == wire.File && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
		for _, n := range fileNames(p.Body) {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}
