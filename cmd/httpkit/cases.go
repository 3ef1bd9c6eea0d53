package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"httpkit/internal/fixtures"
	"httpkit/internal/lint"
	"httpkit/internal/suite"
	"httpkit/testscripts"
)

// embeddedCases are the cases that are part of the program, sorted by id.
func embeddedCases() ([]*suite.Case, error) { return testscripts.Cases() }

// embeddedIDs are the ids of these cases, without reading them.
func embeddedIDs() []string {
	var ids []string
	fs.WalkDir(testscripts.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if id, ok := strings.CutSuffix(path, suite.Ext); ok && err == nil {
			ids = append(ids, id)
		}
		return err
	})
	return ids
}

// isCaseFile reports whether the id is that of a case of the user's, as seen from
// here.
func isCaseFile(id string) bool {
	info, err := os.Stat(filepath.FromSlash(id) + suite.Ext)
	return err == nil && info.Mode().IsRegular()
}

// chosen gives the cases that the words name: suites, topics and ids of ours,
// files and folders of the user's. No words choose all of ours.
func chosen(args []string, s suite.Selection) ([]*suite.Case, error) {
	ours, err := embeddedCases()
	if err != nil {
		return nil, err
	}
	words, paths, err := sortWords(args, ours)
	if err != nil {
		return nil, err
	}
	var cases []*suite.Case
	if len(words) > 0 || len(paths) == 0 {
		s.Words = words
		if cases, err = suite.Select(ours, s); err != nil {
			return nil, usage("", "%v", err)
		}
	}
	if len(paths) > 0 {
		theirs, err := suite.LoadPaths(paths)
		if err != nil {
			return nil, err
		}
		s.Words = nil
		if theirs, err = suite.Select(theirs, s); err != nil {
			return nil, usage("", "%v", err)
		}
		cases = append(cases, theirs...)
	}
	return cases, nil
}

// sortWords tells words that select cases of ours from files and folders. A name
// that is both means ours; ./name means the folder.
func sortWords(args []string, ours []*suite.Case) (words, paths []string, err error) {
	for _, arg := range args {
		if selects(arg, ours) {
			words = append(words, arg)
			continue
		}
		_, err := os.Stat(arg)
		switch {
		case err == nil:
			paths = append(paths, arg)
		case errors.Is(err, fs.ErrNotExist) && looksLikePath(arg):
			return nil, nil, usage("", "%s: no such file or folder", arg)
		default:
			return nil, nil, usage(didYouMean(arg, caseNames(ours), "httpkit list shows what there is"),
				"%s: no suite, topic, case, file or folder of this name", arg)
		}
	}
	return words, paths, nil
}

// selects reports whether word is the id of a case, or the beginning of one that
// ends at a slash.
func selects(word string, cases []*suite.Case) bool {
	word = strings.TrimSuffix(word, "/")
	for _, c := range cases {
		if c.ID == word || strings.HasPrefix(c.ID, word+"/") {
			return true
		}
	}
	return false
}

func looksLikePath(s string) bool {
	return strings.HasSuffix(s, ".txtar") || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "/")
}

// caseNames are the words that select embedded cases.
func caseNames(cases []*suite.Case) []string {
	var out []string
	for _, w := range caseWords(cases, "") {
		word, _, _ := strings.Cut(w, "\t")
		out = append(out, word)
	}
	return out
}

// facts is what cases are held against when they are vetted.
func facts() suite.Facts {
	f := suite.Facts{Fixtures: fixtures.Read, Rules: lint.Names()}
	f.Faults = append(personaNames(), faultNames()...)
	return f
}
