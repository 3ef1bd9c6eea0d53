package reference

import "slices"

// Persona is a server after a tutorial, as it is observed from outside. All of
// them take one client after the other: one that connects and says nothing
// holds up all others, as in the originals.
type Persona struct {
	Name    string
	Port    string // where the original listens; "argument" if it is told
	Summary string // a sentence
	Docroot bool   // it serves files and can't do without Config.Docroot

	answer answer
}

// personas is the table, sorted by name.
var personas = []*Persona{
	{"files", "argument", "Sends the file that the request line names, or a bare 404; a folder or a bad line closes without a byte.", true, files},
	{"hello", "8888", "Says Hello, World! to whatever comes, even to nothing.", false, hello},
	{"markup", "80", "Says Hello, World! as HTML, with the indentation of its source text on the wire.", false, markup},
	{"message", "8080", "Answers anything with 23 bytes of text and a right head; GET /moved with a 301.", false, serveMessage},
	{"page", "8080", "Sends a page with an image in it, and the image after an empty line too many.", true, page},
	{"tcp", "8000", "No HTTP at all: says Yes to whatever comes.", false, tcp},
}

// Personas lists the personas, sorted by name.
func Personas() []*Persona { return slices.Clone(personas) }
