package main

import (
	"fmt"
	"maps"
	"strings"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// planned is what a case would send: once, or once with each value of its sweeps.
func (f *testFlags) planned(c *suite.Case) []string {
	env := f.plannedEnv(c)
	var out []string
	for n := range c.Plays() {
		e := *env
		e.Vars = maps.Clone(env.Vars)
		var label []string
		for i, v := range c.Play(n) {
			sweep := c.Each[i]
			name := sweep.Name
			label = append(label, sweep.Label(v))
			if b, err := sweep.Values[v].Bytes(&e); err == nil {
				e.Vars[name] = b
			} else {
				e.Unset[name] = true
			}
		}
		if len(label) > 0 {
			out = append(out, "# "+strings.Join(label, " "))
		}
		out = append(out, plannedLines(c.Sections, &e)...)
	}
	return out
}

// plannedEnv has the names that the flags give. Without a target the host is the
// one of the examples.
func (f *testFlags) plannedEnv(c *suite.Case) *wire.Env {
	host, path := f.host, f.path
	addr, err := client.ParseAddress(f.target)
	if f.target == "" || err != nil {
		addr = client.Address{Host: "localhost"}
	}
	if host == "" {
		host = addr.Host
	}
	if path == "" {
		path = addr.Path
	}
	if path == "" {
		path = "/"
	}
	env := &wire.Env{
		Vars: map[string][]byte{
			"host": []byte(host), "path": []byte(path), "echo": []byte(f.echo), "fields": []byte(f.fields),
		},
		Unset: map[string]bool{},
		File:  func(name string) ([]byte, error) { return c.ReadFile(name, fixtures.Read) },
	}
	for _, name := range c.Captures() {
		env.Unset[name] = true
	}
	return env
}

// standardSuites are played where no suite is named, as far as they are there.
func standardSuites() []string {
	var out []string
	have := suiteNames()
	for _, want := range []string{"tutorial", "http1", "robust"} {
		for _, name := range have {
			if name == want {
				out = append(out, name)
			}
		}
	}
	return out
}

// suiteNames are the suites that are part of the program.
func suiteNames() []string {
	cases, err := embeddedCases()
	if err != nil {
		return nil
	}
	var out []string
	for _, c := range cases {
		if s := c.Suite(); len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}

// narrowed says what was looked for.
func (f *testFlags) narrowed(args []string) string {
	s := strings.Join(args, " ")
	if f.runRe != "" {
		s += fmt.Sprintf(" --run %s", shellWord(f.runRe))
	}
	if f.skipRe != "" {
		s += fmt.Sprintf(" --skip %s", shellWord(f.skipRe))
	}
	if len(f.levels) > 0 {
		s += " --level " + strings.Join(f.levels, ",")
	}
	return s
}
