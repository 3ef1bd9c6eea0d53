package reference

import (
	"io/fs"
	"path"
	"strings"
)

// stat looks at a file without being led out of the root. [OpenDocroot] gives a
// file system that holds its links inside by itself; of others that have links,
// such as os.DirFS, each one on the way is followed by hand.
func (s *site) stat(name string) (fs.FileInfo, error) {
	real, err := s.real(name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(s.root, real)
}

// real is the name without links on its way.
func (s *site) real(name string) (string, error) {
	links, ok := s.root.(fs.ReadLinkFS)
	if _, safe := s.root.(rootedFS); !ok || safe {
		return name, nil
	}
	done, left := ".", strings.Split(name, "/")
	for followed := 0; len(left) > 0; {
		segment := left[0]
		left = left[1:]
		switch segment {
		case ".", "":
			continue
		case "..":
			if done == "." {
				return "", fs.ErrNotExist // it leads out
			}
			done = path.Dir(done)
			continue
		}
		next := path.Join(done, segment)
		info, err := links.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		to, err := links.ReadLink(next)
		if followed++; err != nil || path.IsAbs(to) || followed > 16 {
			return "", fs.ErrNotExist
		}
		left = append(strings.Split(to, "/"), left...)
	}
	return done, nil
}
