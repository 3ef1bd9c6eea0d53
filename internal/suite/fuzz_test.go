package suite

import "testing"

func FuzzParse(f *testing.F) {
	for _, s := range []string{hostMissing, full, "-- --\n", "# a\n#\n# each: n: 0..999 | \\x00..\\xff\n", "talk\n-- a --\n* repeat 9\n* repeat 9\n* end\n* end\n", "[short] talk 'x\n-- ../x --\n"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, own bool) {
		c, err := Parse("suite/topic/name", "f", data, own)
		if err != nil {
			if c != nil || err.Error() == "" {
				t.Errorf("got %v and %q", c, err)
			}
			return
		}
		c.Waits()
		c.Asks()
		if c.Plays() > MaxPlays {
			t.Errorf("got %d plays", c.Plays())
		}
		for i := range c.Play(c.Plays() - 1) {
			c.Each[i].Label(0)
		}
		Vet([]*Case{c}, Facts{Faults: []string{"a"}, Rules: []string{"b"}})
	})
}
