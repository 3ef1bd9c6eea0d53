package suite

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// newName is what a new case may be called: names in lower case, so that they are
// the same on every system.
var newName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// New gives the file and the text of a new case: one that can be played at once,
// and says in comments how to go on. name is a path with or without the extension.
func New(name string) (file string, text []byte, err error) {
	file = strings.TrimSuffix(name, Ext) + Ext
	base := strings.TrimSuffix(path.Base(filepath.ToSlash(file)), Ext)
	if !newName.MatchString(base) {
		return "", nil, fmt.Errorf("%q can't be the name of a case\n\twrite lower case, the subject first and then what is odd about it: host-missing", base)
	}
	var b bytes.Buffer
	b.WriteString(newHead)
	for _, k := range Keys() {
		if !k.OfStage() && !strings.Contains(newHead, "# "+k.Name+":") {
			fmt.Fprintf(&b, "#   %-9s%s\n", k.Name+":", k.Means)
		}
	}
	b.WriteString(newRest)
	return file, b.Bytes(), nil
}

const newHead = `# A GET request is answered with 2xx.
#
# level:   MUST
# why:     Say here what goes wrong for somebody when a server does not do this.
# hint:    Say here what to look at first in a server that fails.

# The first line is one sentence that is true of a conforming server. Further keys,
# for lines like those of level, why and hint:
`

const newRest = `
# talk plays the sections below, each on a fresh connection.
talk

-- talk --
# Lines with > are sent, byte for byte. Nothing is added: every line end is spelled.
> GET \{$path} HTTP/1.1\r\n
> Host: \{$host}\r\n
> \r\n
# Then what may come, the best first: the first rule that holds decides.
#   = pass 400 ended           a 400, and the server ends the connection
#   = warn 501 -- the reason   not what is wanted, but no failure
#   =   field Allow has GET    a property of the response of the rule above it
# Exact bytes would be lines with <, and * closed waits for the end.
= pass 2xx
`
