package target

import (
	"fmt"
	"slices"
	"strings"
)

// Forced are capabilities that are not to be probed, because it is known or was
// said whether they are offered.
type Forced map[string]Found

// UnknownCapability says that a word of --offers or --lacks is none of the known
// ones. Whoever shows it may add which one was meant.
type UnknownCapability struct {
	Flag, Name string
	Known      []string
}

// Error names the word, and all that there are.
func (e *UnknownCapability) Error() string {
	return fmt.Sprintf("%s %s: no such capability\nthere are: %s", e.Flag, e.Name, strings.Join(e.Known, ", "))
}

// Force reads the words of --offers and --lacks. known are all names that there
// are. A word that is not known gives an *UnknownCapability; one that stands in
// both lists is an error, too.
func Force(known, offered, lacking []string) (Forced, error) {
	forced := Forced{}
	for _, list := range []struct {
		flag  string
		names []string
	}{{"--offers", offered}, {"--lacks", lacking}} {
		for _, name := range list.names {
			name = strings.TrimSpace(name)
			if !slices.Contains(known, name) {
				return nil, &UnknownCapability{Flag: list.flag, Name: name, Known: known}
			}
			if f, twice := forced[name]; twice && f.Why != list.flag {
				return nil, fmt.Errorf("%s: got both --offers and --lacks, want one of them", name)
			}
			forced[name] = Found{Name: name, Offered: list.flag == "--offers", Why: list.flag}
		}
	}
	return forced, nil
}
