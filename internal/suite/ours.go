package suite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// knownTags are the tags our own cases have; a user may make more.
var knownTags = []string{TagAlone, TagSlow}

// ours is what our own cases are held to beyond a user's: every required key, a
// sentence, a name by the rules, and words where a verdict needs them.
func (v *vetter) ours() {
	first := wire.Pos{File: v.c.File, Line: 1}
	for _, k := range keys {
		if k.Required && !v.c.has(k.Name) {
			v.bad(first, fmt.Sprintf("the head has no %s:", k.Name), k.Means)
		}
		switch at, has := v.c.KeyPos[k.Name]; {
		case !k.OfStage() || has == (v.c.Stage > 0):
		case has:
			v.bad(at, k.Name+": is for the stages of a ladder", "say it in the hint")
		default:
			v.bad(first, fmt.Sprintf("the head of a stage has no %s:", k.Name), k.Means)
		}
	}
	switch t := v.c.Title; {
	case t == "":
		v.bad(first, "the case begins with no sentence", "# A request without a Host field is refused.")
	case !strings.HasSuffix(t, "."):
		v.bad(first, "the sentence has no full stop at its end", "say what is true of a conforming server: # A request without a Host field is refused.")
	}
	for _, t := range v.c.Tags {
		if !slices.Contains(knownTags, t) {
			v.bad(v.c.pos("tags"), fmt.Sprintf("tags: %q is no tag of ours", t), didYouMean(t, knownTags))
		}
	}
	v.name(first)
	v.reasons()
}

var (
	folderName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	caseName   = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	stageName  = regexp.MustCompile(`^([0-9]{2,3})-([a-z]+(?:-[a-z]+)*)$`)
)

// name holds the path against the rules: SUITE/TOPIC/NAME, or SUITE/NAME on a
// ladder; in lower case, the subject first and then the deviation, and no number
// but the stage.
func (v *vetter) name(first wire.Pos) {
	parts := strings.Split(v.c.ID, "/")
	if n := len(parts); n < 2 || n > 3 {
		v.bad(first, fmt.Sprintf("case %s: got %d names in its path, want SUITE/TOPIC/NAME", v.c.ID, n), "")
		return
	}
	for _, folder := range parts[:len(parts)-1] {
		if !folderName.MatchString(folder) {
			v.bad(first, fmt.Sprintf("case %s: folder %q is not in lower case with - between its words", v.c.ID, folder), "")
		}
	}
	name := parts[len(parts)-1]
	stage := stageName.FindStringSubmatch(name)
	switch {
	case v.c.Stage > 0 && stage == nil:
		v.bad(v.c.pos("stage"), fmt.Sprintf("stage: the name %q does not begin with the stage", name), fmt.Sprintf("call the file %02d-SUBJECT%s", v.c.Stage, Ext))
	case v.c.Stage > 0 && stage[1] != fmt.Sprintf("%02d", v.c.Stage):
		v.bad(v.c.pos("stage"), fmt.Sprintf("stage: got %d, but the name begins with %s", v.c.Stage, stage[1]), "")
	case v.c.Stage == 0 && stage != nil:
		v.bad(first, fmt.Sprintf("the name %q begins with a stage, but the head has no stage:", name), "")
	case v.c.Stage == 0 && !caseName.MatchString(name):
		v.bad(first, fmt.Sprintf("the name %q is not subject-deviation", name), "lower case, - between words, and no digits: length-negative")
	}
}

// reasons asks for words where a rule gives a verdict that its statuses alone do
// not explain to whoever reads the report.
func (v *vetter) reasons() {
	for _, s := range v.c.Sections {
		for i := range s.Lines {
			l := &s.Lines[i]
			if l.Rule == nil || l.Rule.Reason != "" {
				continue
			}
			switch l.Rule.Verdict {
			case wire.Skip:
				v.bad(l.Pos, "a skip without a reason", "say after -- why the case does not apply: = skip 200 -- promises no time")
			case wire.Warn:
				v.bad(l.Pos, "a warn without a reason", "say after -- what is not as it should be: = warn ended -- refused, but the client is not told why")
			}
		}
	}
}

// has reports whether the head has the key, with a value.
func (c *Case) has(key string) bool {
	switch key {
	case "rfc":
		return len(c.Refs) > 0
	case "level":
		return c.Level != ""
	case "catches":
		return len(c.Catches) > 0
	case "why":
		return c.Why != ""
	case "hint":
		return c.Hint != ""
	}
	_, ok := c.KeyPos[key]
	return ok
}
