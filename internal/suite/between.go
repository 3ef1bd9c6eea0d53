package suite

import (
	"fmt"
	"path"

	"httpkit/internal/wire"
)

// between finds what two of our cases must not share.
func between(cases []*Case) wire.Errors {
	var errs wire.Errors
	seen := map[string]*Case{}
	share := func(c *Case, key, kind, value, hint string) {
		if value == "" || !c.Own {
			return
		}
		other, ok := seen[kind+" "+value]
		if !ok {
			seen[kind+" "+value] = c
			return
		}
		if other.ID != c.ID {
			errs = append(errs, &wire.Error{Pos: c.pos(key), Msg: fmt.Sprintf("%s: %s has the same", kind, other.pos(key)), Hint: hint})
		}
	}
	for _, c := range cases {
		share(c, "hint", "hint", c.Hint, "say what this case is about, and not its neighbour")
		share(c, "why", "why", c.Why, "say what this requirement is good for, and not its neighbour's")
		share(c, "", "sentence", c.Title, "one case, one requirement")
		for _, r := range c.Owns {
			if c.Stage == 0 { // a stage answers for its own responses only
				share(c, "owns", "owns "+r, r, "a universal rule has one owner")
			}
		}
		if c.Stage > 0 {
			share(c, "stage", "stage", fmt.Sprint(path.Dir(c.ID), c.Stage), "a ladder has one case a stage")
		}
	}
	return errs
}
