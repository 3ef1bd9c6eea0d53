package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"httpkit/internal/script"
	targets "httpkit/internal/target"
)

// startFlags are the flags of test about a server that we start.
type startFlags struct {
	command string
	ready   string
	timeout time.Duration
	restart string
	docroot string
}

func (s *startFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&s.command, "start", "", "start the server to test with this `COMMAND`; {port} is a free port, {docroot} a folder of files")
	fl.StringVar(&s.ready, "ready", "listen", "it is ready `WHEN` it takes connections (listen), answers a GET with 2xx (/path), or wrote a line (log:REGEXP)")
	fl.DurationVar(&s.timeout, "ready-timeout", 10*time.Second, "how long it may take until it is ready")
	fl.StringVar(&s.restart, "restart", "crash", "start it again `WHEN` it died (crash), before each case (each), or never")
	fl.StringVar(&s.docroot, "docroot", "", "put the kit's files into `DIR`, which the server serves; gives the capability docroot")
	fixedCompletion(cmd, "ready", "listen", "/", "log:")
	fixedCompletion(cmd, "restart", "crash", "each", "never")
}

// check refuses what makes no sense.
func (s *startFlags) check(set *pflag.FlagSet, jobs string) error {
	if set.Changed("start") && strings.TrimSpace(s.command) == "" {
		return usage(`for example --start 'python3 server.py {port}'`, "--start %q: the command is empty", s.command)
	}
	if s.command == "" {
		for _, name := range []string{"ready", "ready-timeout", "restart"} {
			if set.Changed(name) {
				return usage("name the command that starts the server with --start, or leave it out", "--%s: there is no server to start", name)
			}
		}
	}
	switch s.restart {
	case "crash", "each", "never":
	default:
		return usage("", "--restart %s: got %s, want crash, each or never", s.restart, s.restart)
	}
	if s.timeout <= 0 {
		return usage("", "--ready-timeout %s: want more than 0", s.timeout)
	}
	if s.restart == "each" && jobs != "auto" && jobs != "1" {
		return usage("leave -j out", "-j %s and --restart each: with a new server for each case they are played one at a time", jobs)
	}
	if _, err := targets.ParseReady(s.ready); err != nil {
		return usage("", "--ready %v", err)
	}
	return nil
}

// when is the choice of --restart.
func (s *startFlags) when() script.RestartWhen {
	if s.command == "" {
		return script.OnCrash
	}
	return map[string]script.RestartWhen{"each": script.BeforeEach, "never": script.Never}[s.restart]
}

// again repeats the command, and the address where one was given.
func (s *startFlags) again(target string) []string {
	words := []string{"--start", shellWord(s.command)}
	if target != "" {
		words = append(words, "--target", shellWord(target))
	}
	return words
}
