package golden

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write puts the new text in the place of the old one: all of it or nothing. The
// mode of the file stays. A file that has changed since it was read, or that may
// not be written to, is left alone and told by an error.
func (f *File) Write() error {
	path, err := filepath.EvalSymlinks(f.Case.File)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(path); err != nil {
		return err
	} else if !bytes.Equal(now, f.Old) {
		return fmt.Errorf("%s: has changed while it was played\n\trun it again", f.Case.File)
	}
	may, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	info, err := may.Stat()
	may.Close()
	if err != nil {
		return err
	}
	return Replace(path, f.New, info.Mode().Perm())
}

// Replace writes a file whole or not at all: beside it, under a name that no case
// has, and renames.
func Replace(path string, data []byte, mode os.FileMode) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Sync()); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
