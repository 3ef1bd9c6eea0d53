package wire

// Env is what the fields of a text are filled with.
type Env struct {
	// Vars are the names: host, path, echo, fields, those of "each:", and captures.
	Vars map[string][]byte
	// Unset are names that a capture of the case may set but has not. In a
	// pattern such a name makes the whole pattern hold.
	Unset map[string]bool
	// File gives the bytes of \{file NAME}: a section of the case, or a fixture.
	File func(name string) ([]byte, error)
}
