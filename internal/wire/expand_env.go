package wire

import (
	"fmt"
	"strconv"
)

// expander turns parts into bytes. It reads each file once.
type expander struct {
	env   *Env
	files map[string][]byte
}

func newExpander(env *Env) *expander {
	if env == nil {
		env = new(Env)
	}
	return &expander{env: env}
}

// value gives the bytes of a name.
func (x *expander) value(name string) ([]byte, error) {
	if v, ok := x.env.Vars[name]; ok {
		return v, nil
	}
	if x.env.Unset[name] {
		return nil, fmt.Errorf("$%s is not set: the line that captures it has not held", name)
	}
	return nil, fmt.Errorf("$%s is not set: nothing in the case gives it a value", name)
}

// file gives the bytes of a \{file}.
func (x *expander) file(name string) ([]byte, error) {
	if b, ok := x.files[name]; ok {
		return b, nil
	}
	if x.env.File == nil {
		return nil, fmt.Errorf("file %s: no files are known here", name)
	}
	b, err := x.env.File(name)
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", name, err)
	}
	if x.files == nil {
		x.files = map[string][]byte{}
	}
	x.files[name] = b
	return b, nil
}

// count gives the number of a count.
func (x *expander) count(c Count) (int, error) {
	if c.Name == "" {
		if c.N < 0 {
			return 0, fmt.Errorf("got count %d, want 0 or more", c.N)
		}
		return c.N, nil
	}
	v, err := x.value(c.Name)
	if err != nil {
		return 0, err
	}
	n, ok := wholeNumber(v)
	if !ok {
		return 0, fmt.Errorf("$%s: got %s, want a whole number", c.Name, strconv.QuoteToASCII(string(v)))
	}
	return n, nil
}

// wholeNumber reads decimal digits, and nothing beside them.
func wholeNumber(v []byte) (int, bool) {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' || n > (1<<62)/10 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(v) > 0
}
