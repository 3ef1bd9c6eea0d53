package reference

import http1 "httpkit/internal/message"

// Behaviour is how the strict server goes: five seams, at each of which the
// RFC's rule is a value that can be exchanged. The zero Behaviour is the RFC's.
// The server never asks which fault it has.
type Behaviour struct {
	Dialect http1.Dialect             // how bytes are read
	Steps   []Change                  // in which order it decides
	Edit    func(*Response, *Request) // the finished response, before it is written
	Wire    Wire                      // the bytes and when they leave
	Life    Life                      // whom it serves, how long, and how it closes
}

// Change replaces a step, drops it, or puts another one before it.
type Change struct {
	Step   string                    // that is changed
	Do     func(*Exchange) *Response // nil drops the step
	Before string                    // where set, Step is a new one that comes before this one
}

// changed applies the changes to the RFC's steps. A name that is no step is a
// mistake in a fault's literal, which a test finds.
func changed(list []Step, changes []Change) []Step {
	var out []Step
	for _, s := range list {
		keep := true
		for _, c := range changes {
			switch {
			case c.Before == s.Name:
				out = append(out, Step{c.Step, c.Do})
			case c.Before == "" && c.Step == s.Name:
				keep = c.Do != nil
				s.Do = c.Do
			}
		}
		if keep {
			out = append(out, s)
		}
	}
	return out
}
