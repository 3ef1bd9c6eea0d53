package report

import (
	"io"
	"slices"
	"time"

	"httpkit/internal/suite"
)

// Format is one way to tell a run. What it has to say goes to its writer as soon
// as it is known; that a write failed is for the writer to remember.
type Format interface {
	// Begin comes first, once, with what is known before a case is played.
	Begin(*Run)
	// Probed comes between two results, where the target was probed only then: what
	// was not known to Begin.
	Probed(*Run)
	// Result tells one case. Cases come in the order of the run.
	Result(*suite.Result)
	// Finish tells what all cases came to, and ends the report. Where a run was
	// cut short the summary is of what there is.
	Finish(*suite.Summary)
}

// Climber is a format that tells the stages of a ladder in a way of their own. The
// results between Climb and Climbed are theirs.
type Climber interface {
	Climb(Ladder)
	Climbed(words, command string)
}

// Run is what is known before the first case is played.
type Run struct {
	Target  string
	Version string // of httpkit
	Started time.Time
	Jobs    int           // at a time; 0 where the run never came that far
	Why     string        // that many, in a sentence; "" where nobody asked
	Offers  []suite.Offer // none where nothing was probed
	How     string        // it was started, "" where it ran already
	Seed    *uint64       // of the order, nil where the cases were not shuffled
	Cases   []*suite.Case // that are to come, in any order
}

// Options say how a run is told. A format leaves aside what is not for it.
type Options struct {
	Color   bool
	Verbose bool // also each case that passed, with its exchange
	Quiet   bool // only what is wrong, and the last line
	Strict  bool // a warning is told like a failure
	// Again gives the command that runs one case again.
	Again func(id string) string
	// Place gives a file of a case as the reader of the report knows it, and ""
	// where it is not there to be shown. nil: as it is.
	Place func(file string) string
	// Step is where the github format writes the page of the step, nil for nowhere.
	Step io.Writer
	// Guard is a word nobody can guess. Where it is there, the text of the run goes
	// to the same log as the github format's commands, and must not be taken for one.
	Guard string
}

// again is the command that runs a case again.
func (o *Options) again(id string) string {
	if o.Again == nil {
		return "httpkit test " + id
	}
	return o.Again(id)
}

// Kind is a line of the table of formats.
type Kind struct {
	Name  string
	Means string // what it is, for the help
	Keeps bool   // it also shows what was said in cases that pass: see Transcript
	New   func(io.Writer, Options) Format
}

// kinds are all formats, sorted by name.
var kinds = []Kind{
	{Name: "github", Means: "annotations and a summary for GitHub Actions", New: newGitHub},
	{Name: "html", Means: "one page for a person, with filters", Keeps: true, New: newHTML},
	{Name: "json", Means: "everything, for programs", Keeps: true, New: newJSON},
	{Name: "junit", Means: "JUnit XML, for CI", New: newJUnit},
	{Name: "md", Means: "Markdown, for a comment or a wiki", New: newMarkdown},
	{Name: "tap", Means: "Test Anything Protocol", New: newTAP},
	{Name: "text", Means: "what a terminal shows", New: func(w io.Writer, o Options) Format { return NewText(w, o) }},
}

// Kinds gives all formats, sorted by name.
func Kinds() []Kind { return slices.Clone(kinds) }

// Named gives the format of that name, nil where there is none.
func Named(name string) *Kind {
	for i := range kinds {
		if kinds[i].Name == name {
			return &kinds[i]
		}
	}
	return nil
}
