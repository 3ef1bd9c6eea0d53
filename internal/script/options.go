package script

import (
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Options are the settings of a run. The zero value of each but Target is usable.
type Options struct {
	Target client.Address
	Dial   client.Options // TLS, caps; Recorder and Name are set here

	// Values of \{$path} ("/"), \{$host} (Target.Host), \{$echo} ("/echo") and
	// \{$fields} ("/fields").
	Path, Host, Echo, Fields string

	Jobs     int           // plays at once; 0 is one
	Timeout  time.Duration // of one wait, since the last byte; 0 is 5s, adapted to the target
	Patience float64       // multiplies the quiet window; 0 is 1
	Pace     float64       // multiplies every written duration; 0 is 1

	SplitAll   bool // play every write of every case cut in two, at each byte
	AllowExec  bool // a user's script may use all of testscript
	FailFast   bool // stop at the first case that fails
	Strict     bool // a warning is a failure, for FailFast and Retries
	InOrder    bool // begin the cases as they are given, those that wait long too
	CanRestart bool // somebody restarts a target that a case kills; so does a Keeper
	KeepPassed bool // keep the transcripts of cases that pass: some are of megabytes

	// Tell puts the transcript of a case into words, for Result.Told, as soon as it
	// is there: it may be called several times at once. nil: nobody asks for them.
	Tell func(*wire.Transcript) []string

	// Keeper keeps the server that was started for the run; nil where nobody did.
	// Restart is when it is asked to start it again.
	Keeper  Keeper
	Restart RestartWhen

	// Asks says that GET of Path was answered before the run: where a case meets
	// silence, the target is asked whether it still answers.
	Asks bool
	// Used says that a kept server was used before the run.
	Used   bool
	ladder bool // of which nothing is asked between two stages

	// Smuggled is the status with which the target answers a request for
	// /x-smuggled, 0 where it is not known. A response too many that has it is
	// told as the answer to an embedded request.
	Smuggled int

	// Through plays a case to its end also behind a line that did not hold, so that
	// every target is sent the same. The verdict is the one it has without, but that
	// a case may be skipped or fail in a later section.
	Through bool
	// OnPlay is given each play as soon as it has ended; it may be called several
	// times at once. nil: nobody asks for them.
	OnPlay func(suite.Play)

	Repeat  int // run each case so often; its verdict is the worst. 0 is once
	Retries int // run a case that fails again, by itself, up to so often; not with Repeat
	// Elsewhere are cases that belong to this run and are played in another one, as
	// another shard. Where a universal rule is broken that one of them owns, its
	// result is added to those of the cases.
	Elsewhere []*suite.Case
	// Known reports whether a case is known to fail: then its failure neither ends a
	// run of FailFast nor is tried again.
	Known func(id string) bool

	// Lacks gives the reason why a capability is not offered, or "".
	Lacks func(need string) string
	// Fixture gives the bytes of a file of the kit's docroot.
	Fixture func(name string) ([]byte, error)
	// OnResult is called once a case, in the order of the cases, never twice at
	// the same time.
	OnResult func(*suite.Result)

	// Hear is given what came in the place of each run of "<" lines, which are then
	// not judged; see Heard. nil: they are judged.
	Hear func(Heard) (captures map[string][]byte, err error)
}

// maxJobs is a wall against a typo, not a recommendation.
const maxJobs = 1024

func (o Options) withDefaults() Options {
	set := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	set(&o.Path, "/")
	set(&o.Host, o.Target.Host)
	set(&o.Echo, "/echo")
	set(&o.Fields, "/fields")
	o.Jobs = min(max(o.Jobs, 1), maxJobs)
	if o.Keeper != nil {
		o.CanRestart = o.Restart != Never
		if o.Restart == BeforeEach {
			o.Jobs = 1
		}
	}
	if o.Patience <= 0 {
		o.Patience = 1
	}
	if o.Pace <= 0 {
		o.Pace = 1
	}
	if o.Lacks == nil {
		o.Lacks = func(string) string { return "" }
	}
	if o.Known == nil {
		o.Known = func(string) bool { return false }
	}
	if o.OnResult == nil {
		o.OnResult = func(*suite.Result) {}
	}
	return o
}

// given are the names every case has.
func (o Options) given() map[string][]byte {
	return map[string][]byte{
		"path":   []byte(o.Path),
		"host":   []byte(o.Host),
		"echo":   []byte(o.Echo),
		"fields": []byte(o.Fields),
	}
}

// paced gives a written duration as it is played.
func (o Options) paced(d time.Duration) time.Duration {
	return times(d, o.Pace)
}
