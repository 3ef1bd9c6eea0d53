//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package script

// Without locks nobody can tell whose folder is still in use.
func (s *stage) hold() error { return nil }

func sweep(string) {}
