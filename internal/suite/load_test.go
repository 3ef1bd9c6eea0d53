package suite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"httpkit/internal/wire"
)

const minimal = "talk\n-- talk --\n= pass 2xx\n"

func ids(cases []*Case) string {
	var all []string
	for _, c := range cases {
		all = append(all, c.ID)
	}
	return strings.Join(all, " ")
}

func TestLoadFS(t *testing.T) {
	fsys := fstest.MapFS{
		"README.md":                {Data: []byte("x")},
		"http1/host/missing.txtar": {Data: []byte(hostMissing)},
		"http1/a/b.txtar":          {Data: []byte(minimal)},
		"http1/a.txtar":            {Data: []byte("talk\n-- --\n")},
		"http1/z.txtar":            {Data: []byte("tlak\n-- talk --\n= pass 2xx\n")},
		"http1/.txtar":             {Data: []byte(minimal)},
		".git/x.txtar":             {Data: []byte(minimal)},
		"robust/r.txtar":           {Data: []byte(minimal)},
	}
	cases, err := LoadFS(fsys, "http1", true)
	if got, want := ids(cases), "http1/a/b http1/host/missing"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	want := "http1/.txtar: the file has no name before .txtar\n" +
		"http1/a.txtar:2: the section has no name\n\twrite -- talk -- for a transcript, -- page.html -- for a file\n" +
		"http1/z.txtar:1: \"tlak\" is no command\n\tdid you mean talk?"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	cases, err = LoadFS(fsys, "robust", true)
	if err != nil || ids(cases) != "robust/r" || cases[0].Dir != "" || !cases[0].Own || cases[0].File != "robust/r.txtar" {
		t.Errorf("got %v, %v", cases, err)
	}
	cases, err = LoadOwn(fstest.MapFS{"a/b.txtar": {Data: []byte(minimal)}}, "shown")
	if err != nil || ids(cases) != "a/b" || cases[0].File != "shown/a/b.txtar" || !cases[0].Own {
		t.Errorf("LoadOwn: got %v, %v", cases, err)
	}
	if _, err := LoadFS(fsys, "nowhere", true); err == nil || err.Error() != "nowhere: file does not exist" {
		t.Errorf("got %v", err)
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLoadPaths(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, "cases/b.txtar", minimal)
	write(t, dir, "cases/sub/a.txtar", minimal)
	write(t, dir, "cases/notes.txt", "x")
	write(t, dir, "one.txtar", minimal)
	write(t, dir, "empty/notes.txt", "x")
	write(t, dir, "bad/x.txtar", "talk\n")
	write(t, dir, "big.txtar", strings.Repeat("#", MaxFile+1))
	if err := os.Mkdir(filepath.Join(dir, "folder.txtar"), 0o755); err != nil {
		t.Fatal(err)
	}

	cases, err := LoadPaths([]string{"./one.txtar", "cases/"})
	if err != nil || ids(cases) != "cases/b cases/sub/a one" {
		t.Fatalf("got %s, %v", ids(cases), err)
	}
	if c := cases[1]; c.File != filepath.FromSlash("cases/sub/a.txtar") || c.Dir != filepath.FromSlash("cases/sub") || c.Own {
		t.Errorf("got %+v", c)
	}
	if got := cases[2].Dir; got != "." {
		t.Errorf("got folder %q, want .", got)
	}
	abs := filepath.Join(dir, "one.txtar")
	if cases, err := LoadPaths([]string{abs}); err != nil || ids(cases) != filepath.ToSlash(strings.TrimSuffix(abs, Ext)) {
		t.Errorf("got %s, %v", ids(cases), err)
	}

	for _, tt := range []struct{ paths, want, ids string }{
		{"cases cases/b.txtar", "cases/b.txtar: case cases/b is there twice\n\tname it once", "cases/b cases/b cases/sub/a"},
		{"nothing", "nothing: no such file or directory\n\tname a .txtar file or a folder with such files", ""},
		{"empty", "empty: the folder has no .txtar file", ""},
		{"folder.txtar one.txtar", "folder.txtar: the folder has no .txtar file", "one"},
		{"cases/notes.txt", "cases/notes.txt: is no .txtar file\n\ta case is a .txtar file; httpkit new NAME writes one to begin with", ""},
		{"bad", "bad/x.txtar:1: there is no transcript, so nothing is ever sent\n\tadd a line -- talk -- and below it what to send and what must come", ""},
		{"big.txtar", "big.txtar: got 4194305 bytes, want at most 4194304 in a case\n\tmake large contents with \\{rep N TEXT} or \\{noise N}, or keep them in a file beside the case", ""},
	} {
		cases, err := LoadPaths(strings.Fields(tt.paths))
		if err == nil || err.Error() != tt.want || ids(cases) != tt.ids {
			t.Errorf("%s: got %s, %v, want %s, %s", tt.paths, ids(cases), err, tt.ids, tt.want)
		}
		if all := (wire.Errors)(nil); !errors.As(err, &all) {
			t.Errorf("%s: got %T, want wire.Errors", tt.paths, err)
		}
	}
}

func noFixtures(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func someFixtures(name string) ([]byte, error) {
	if name == "hello.txt" || name == "both.txt" {
		return []byte("fixture"), nil
	}
	return noFixtures(name)
}

// A section, then a file beside a user's case, then a fixture; never outside.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "outside.txt", "secret")
	in := filepath.Join(dir, "cases")
	write(t, in, "both.txt", "beside")
	write(t, in, "sub/deep.txt", "deep")
	for link, to := range map[string]string{"out.txt": "../outside.txt", "in.txt": "sub/deep.txt", "outdir": ".."} {
		if err := os.Symlink(to, filepath.Join(in, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	user := &Case{Dir: in, Files: map[string][]byte{"a.txt": []byte("section")}}
	ours := &Case{Own: true, Files: user.Files}
	const mend = "\n\ta path is relative, with / between its names"
	for _, tt := range []struct{ name, user, ours string }{
		{"a.txt", "section", "section"},
		{"both.txt", "beside", "fixture"},
		{"hello.txt", "fixture", "fixture"},
		{"in.txt", "deep", "file \"in.txt\": there is no section of the case and no fixture of that name\n\tdid you mean a.txt?"},
		{"sub/deep.txt", "deep", "file \"sub/deep.txt\": there is no section of the case and no fixture of that name\n\tthere are: a.txt"},
		{"no.txt", "file \"no.txt\": there is no section of the case, no file beside it and no fixture of that name\n\tdid you mean a.txt?", "file \"no.txt\": there is no section of the case and no fixture of that name\n\tdid you mean a.txt?"},
		{"sub", "file \"sub\" is no regular file", "file \"sub\": there is no section of the case and no fixture of that name\n\tthere are: a.txt"},
		{"out.txt", "file \"out.txt\" is a link that leads out of the folder of the case", "file \"out.txt\": there is no section of the case and no fixture of that name\n\tthere are: a.txt"},
		{"outdir/outside.txt", "file \"outdir/outside.txt\" is a link that leads out of the folder of the case", "file \"outdir/outside.txt\": there is no section of the case and no fixture of that name\n\tthere are: a.txt"},
		{"../outside.txt", "file \"../outside.txt\" leaves the folder of the case\n\tremove the ..", "file \"../outside.txt\" leaves the folder of the case\n\tremove the .."},
		{"/etc/passwd", "file \"/etc/passwd\" is an absolute path" + mend, "file \"/etc/passwd\" is an absolute path" + mend},
		{"", "file has no name" + mend, "file has no name" + mend},
	} {
		for c, want := range map[*Case]string{user: tt.user, ours: tt.ours} {
			data, err := c.ReadFile(tt.name, someFixtures)
			got := string(data)
			if err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%q, ours %v: got %q, want %q", tt.name, c.Own, got, want)
			}
		}
	}
	if _, err := ours.ReadFile("no.txt", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want an error that is fs.ErrNotExist", err)
	}
}
