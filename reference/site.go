package reference

import (
	"errors"
	"io/fs"
	"strings"
	"time"
)

// resource is what a target stands for.
type resource struct {
	methods  string // the value of Allow
	location string // it has moved there for good
	// variants are the representations to choose from; the first is the one
	// without content coding.
	variants []*representation
	// keeps: the content of a request is wanted.
	keeps bool
	// respond makes the answer of a resource without variants.
	respond func(*Exchange) *Response
}

// allows tells whether the method is among those of the resource.
func (r *resource) allows(method string) bool {
	for m := range strings.SplitSeq(r.methods, ", ") {
		if m == method {
			return true
		}
	}
	return false
}

// site is all the resources of a server.
type site struct {
	root  fs.FS
	cache cache
}

func newSite(root fs.FS) *site {
	return &site{root: root, cache: cache{entries: map[string]*entry{}}}
}

// errNoResource says that nothing is there.
var errNoResource = errors.New("no such resource")

// resource finds the resource at a path, which is as it was sent.
func (s *site) resource(path string) (*resource, error) {
	switch path {
	case "/echo":
		return echoResource, nil
	case "/fields":
		return fieldsResource, nil
	}
	if !strings.HasPrefix(path, "/") {
		return nil, errNoResource
	}
	name, folder, err := fileName(path)
	if err != nil || s.root == nil {
		return nil, errNoResource
	}
	return s.file(name, folder)
}

// file finds the resource for a file. folder: the path ended in a slash.
func (s *site) file(name string, folder bool) (*resource, error) {
	info, err := s.stat(name)
	switch {
	case err != nil:
		return nil, errNoResource
	case info.IsDir() && !folder:
		return &resource{methods: "GET, HEAD, OPTIONS", location: location(name)}, nil
	case info.IsDir():
		name = joinName(name, "index.html")
		info, err = s.stat(name)
	case folder:
		return nil, errNoResource // a file has nothing below it
	}
	// What is no plain file is not even opened: a pipe would make us wait.
	if err != nil || !info.Mode().IsRegular() {
		return nil, errNoResource
	}
	variants, err := s.variants(name, info, time.Now())
	if err != nil {
		return nil, errNoResource
	}
	return &resource{methods: "GET, HEAD, OPTIONS", variants: variants}, nil
}

func joinName(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}

// echoResource is the capability echo: it answers with the request's content.
var echoResource = &resource{methods: "POST, OPTIONS", keeps: true, respond: echo}

// fieldsResource is the capability fields: it shows the field lines received.
var fieldsResource = &resource{methods: "GET, HEAD, POST, OPTIONS", respond: showFields}
