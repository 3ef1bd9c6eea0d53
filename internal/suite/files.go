package suite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// MaxMember is the largest file \{file NAME} reads, in bytes.
const MaxMember = 64 << 20

// ReadFile gives the bytes of \{file NAME}: a section of the case whose name has
// a dot; else, in a user's case, a file beside it; else a fixture. The name is
// relative, and never leads out of the case's folder, not even over a link.
// fixture may be nil; a name it does not know is told by an error that is
// fs.ErrNotExist, and may give the names there are by a method Have.
func (c *Case) ReadFile(name string, fixture func(string) ([]byte, error)) ([]byte, error) {
	if msg, hint := leaves("file", name); msg != "" {
		return nil, fmt.Errorf("%s\n\t%s", msg, hint)
	}
	if data, ok := c.Files[name]; ok {
		return data, nil
	}
	if c.Dir != "" {
		data, err := readBeside(c.Dir, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	var fixtures []string
	if fixture != nil {
		data, err := fixture(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
		if e, ok := errors.AsType[interface {
			error
			Have() []string
		}](err); ok {
			fixtures = e.Have()
		}
	}
	return nil, fmt.Errorf("%w%s", noFile{name, c.Dir != ""}, c.fileHint(name, fixtures))
}

// noFile tells where was looked; it is fs.ErrNotExist.
type noFile struct {
	name   string
	beside bool
}

func (n noFile) Error() string {
	where := "no section of the case and no fixture"
	if n.beside {
		where = "no section of the case, no file beside it and no fixture"
	}
	return fmt.Sprintf("file %q: there is %s of that name", n.name, where)
}

func (n noFile) Is(target error) bool { return target == fs.ErrNotExist }

func (c *Case) fileHint(name string, fixtures []string) string {
	names := slices.Clone(fixtures)
	for n := range c.Files {
		names = append(names, n)
	}
	slices.Sort(names)
	if hint := didYouMean(name, slices.Compact(names)); hint != "" {
		return "\n\t" + hint
	}
	return ""
}

// readBeside reads a file in the folder. os.Root follows no link out of it.
func readBeside(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	path := filepath.FromSlash(name)
	info, err := root.Stat(path)
	if err != nil {
		if strings.Contains(err.Error(), "escapes") {
			return nil, fmt.Errorf("file %q is a link that leads out of the folder of the case", name)
		}
		return nil, err
	}
	// A pipe would block when it is opened.
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("file %q is no regular file", name)
	}
	if info.Size() > MaxMember {
		return nil, fmt.Errorf("file %q has %d bytes, want at most %d", name, info.Size(), MaxMember)
	}
	f, err := root.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxMember))
}

// isFile reports whether the case has a file section of that name.
func (c *Case) isFile(name string) bool {
	_, ok := c.Files[name]
	return ok
}

// Beside gives the files on disk that the case's texts read with \{file NAME}: those
// beside a user's case, whether they are there or not.
func (c *Case) Beside() []string {
	var out []string
	look := func(parts []wire.Part) {
		for _, name := range fileNames(parts) {
			if p := filepath.Join(c.Dir, filepath.FromSlash(name)); c.Dir != "" && !c.isFile(name) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	c.texts(func(_ *wire.Section, _ *wire.Line, t *wire.Text) { look(t.Parts) })
	for _, s := range c.Each {
		for i := range s.Values {
			look(s.Values[i].Parts)
		}
	}
	return out
}
