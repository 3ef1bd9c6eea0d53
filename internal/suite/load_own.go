package suite

import (
	"io/fs"
	"path"
	"strings"
)

// LoadOwn reads the kit's own cases, those of fsys, like LoadFS does. shown is the
// folder that fsys stands for in messages: seeds/hello/get.txtar is then
// testscripts/seeds/hello/get.txtar, as a person who edits it knows it.
func LoadOwn(fsys fs.FS, shown string) ([]*Case, error) {
	l := loader{own: true}
	l.walk(fsys, ".", func(p string) (id, file string) { return strings.TrimSuffix(p, Ext), path.Join(shown, p) })
	return l.done()
}
