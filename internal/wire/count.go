package wire

import "fmt"

// Value gives the number c stands for: as written, or that of its name in env.
// The error tells a name that is not set or is no whole number.
func (c Count) Value(env *Env) (int, error) { return newExpander(env).count(c) }

// Count gives how many responses in a row s stands for, at least 1.
func (s Status) Count(env *Env) (int, error) {
	if s.TimesName == "" {
		return max(s.Times, 1), nil
	}
	n, err := Count{Name: s.TimesName}.Value(env)
	if err == nil && n < 1 {
		err = fmt.Errorf("$%s: got %d, want at least one response", s.TimesName, n)
	}
	return n, err
}
