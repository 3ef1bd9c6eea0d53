package main

import (
	"cmp"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"httpkit/internal/rfc"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// testFlags are the flags of test.
type testFlags struct {
	target                   string
	runRe, skipRe            string
	levels, offers, lacks    []string
	reports                  []string
	path, echo, fields, host string
	split, jobs              string
	slow, strict, failFast   bool
	verbose, quiet, dryRun   bool
	allowExec, update        bool
	pace, patience           float64
	timeout                  time.Duration
	tls                      tlsFlags
	runs                     runFlags
	start                    startFlags

	set   *pflag.FlagSet    // to know which were given
	files map[string]string // of the user's cases, by id
	words []string          // that chose the cases, as they were given

	keepGoing bool
	told      *reports
}

func (f *testFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.SortFlags = false
	f.set = fl
	fl.StringVarP(&f.target, "target", "t", "", "the server to test: `ADDR` as host:port, :8888, a URL, or unix:/path")
	f.addChoice(fl)
	fl.StringVar(&f.path, "path", "", "a `PATH` that answers 2xx (default: that of the URL, else /)")
	f.addContracts(fl)
	fl.StringVar(&f.host, "host", "", "the `VALUE` of the Host field (default: that of the address)")
	fl.StringSliceVar(&f.offers, "offers", nil, "these `CAPABILITIES` are offered, whatever probing finds")
	fl.StringSliceVar(&f.lacks, "lacks", nil, "these `CAPABILITIES` are not offered")
	fl.StringVarP(&f.jobs, "jobs", "j", "auto", "how many cases at once: a `NUMBER` or auto")
	f.addTimes(fl)
	fl.StringVar(&f.split, "split", "", "`all`: play every write of every case cut in two, at each of its first 256 and last 64 bytes")
	fl.BoolVar(&f.strict, "strict", false, "a warning is a failure")
	fl.BoolVar(&f.failFast, "fail-fast", false, "stop at the first case that fails")
	fl.BoolVar(&f.keepGoing, "keep-going", false, "play all stages of a ladder, and what follows it, also where one is open")
	fl.BoolVar(&f.allowExec, "allow-exec", false, "cases of your own may run programs")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "tell the cases that pass too, with their exchange")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "tell only what is wrong, and the last line")
	fl.StringSliceVar(&f.reports, "report", nil, "also tell the run as `FORMAT`[=FILE]: "+strings.Join(reportNames(), ", ")+"; none: not even that for GitHub Actions")
	fl.BoolVar(&f.dryRun, "dry-run", false, "show what would be sent and connect to nothing")
	f.runs.add(cmd)
	fl.BoolVar(&f.update, "update", false, "rewrite the < lines of your own files from what the server sends")
	f.tls.add(fl)
	f.start.add(cmd)
	keepApart(cmd, loudness)
	completeAlike(cmd)
	fixedCompletion(cmd, "split", "all")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("report", completeReports))
}

// selection checks the flags that narrow the cases down.
func (f *testFlags) selection() (suite.Selection, error) {
	s := suite.Selection{Slow: f.slow, Run: f.runRe, Skip: f.skipRe}
	for _, name := range f.levels {
		level, err := rfc.ParseLevel(name)
		if err != nil {
			return s, usage("want one of "+strings.Join(levelNames(), ", "), "--level %s: no such level", name)
		}
		s.Levels = append(s.Levels, level)
	}
	return s, f.check()
}

// check refuses numbers and words out of range.
func (f *testFlags) check() error {
	switch {
	case f.split != "" && f.split != "all":
		return usage("", "--split %s: got %s, want all", f.split, f.split)
	case f.runs.updateBaseline && f.failFast:
		return usage("leave --fail-fast out", "--update-baseline with --fail-fast: what was not played is not known")
	case f.runs.watch && f.dryRun:
		return usage("", "--watch with --dry-run: nothing is played")
	}
	err := cmp.Or(checkFactor("pace", f.pace), checkFactor("patience", f.patience),
		checkTimeout(f.set, "timeout", f.timeout), checkNames(f.host, f.path, f.echo, f.fields))
	if err != nil {
		return err
	}
	if err := f.start.check(f.set, f.jobs); err != nil {
		return err
	}
	return f.runs.check()
}

func levelNames() []string {
	var out []string
	for _, l := range rfc.Levels() {
		out = append(out, string(l))
	}
	return out
}

// jobCount is how many cases play at once; 0 is as many as probing finds that the
// server takes.
func (f *testFlags) jobCount() (int, error) {
	if f.start.when() == script.BeforeEach {
		return 1, nil
	}
	if f.jobs == "auto" {
		return 0, nil
	}
	n, err := strconv.Atoi(f.jobs)
	if err != nil || n < 1 || n > 1024 {
		return 0, usage("", "-j %s: got %s, want auto or a number from 1 to 1024", f.jobs, f.jobs)
	}
	return n, nil
}

// telling are the flags that change what a case does; those of a run are
// repeated in the command that runs one case again.
var telling = []string{"path", "echo", "fields", "host", "timeout", "patience", "pace",
	"split", "repeat", "slow", "offers", "lacks", "allow-exec", "insecure", "cacert", "sni",
	"ready", "ready-timeout", "restart", "docroot"}

// flagsAgain are the given flags that change what a case does.
func (f *testFlags) flagsAgain() []string {
	var out []string
	for _, name := range telling {
		flag := f.set.Lookup(name)
		switch {
		case flag == nil || !flag.Changed:
		case flag.Value.Type() == "bool":
			out = append(out, "--"+name)
		case flag.Value.Type() == "stringSlice":
			out = append(out, "--"+name, strings.Trim(flag.Value.String(), "[]"))
		default:
			out = append(out, "--"+name, shellWord(flag.Value.String()))
		}
	}
	return out
}

// shellSafe is what needs no quotes in a shell.
var shellSafe = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellWord quotes s for a POSIX shell.
func shellWord(s string) string {
	if shellSafe.MatchString(s) || runtime.GOOS == "windows" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
