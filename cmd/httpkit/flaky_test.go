package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// cacheVariables are what decides, on one system or another, where the user's cache
// is. What failed last is kept there, and no test leaves anything in the real one.
var cacheVariables = []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"}

// withCache runs the tests with a cache of their own, and as at home: under GitHub
// Actions reports come by themselves.
type withCache struct{ m *testing.M }

func (c withCache) Run() int {
	dir, err := os.MkdirTemp("", "httpkit-cache-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("GOCACHE") == "" {
		os.Setenv("GOCACHE", filepath.Join(cache, "go-build")) // what tests build is built already
	}
	os.Setenv("XDG_CACHE_HOME", dir)
	os.Setenv("LocalAppData", dir)
	os.Unsetenv("GITHUB_ACTIONS")
	return c.m.Run()
}

// flakyServer answers each connection by what it reads first, like the tutorial's
// hello, but the first, the third and so on with 500. It ends with stop.
func flakyServer() (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	done := make(chan struct{})
	var n atomic.Int64
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 1024))
			status := "500 No"
			if n.Add(1)%2 == 0 {
				status = "200 OK"
			}
			io.WriteString(c, "HTTP/1.1 "+status+"\n\nHello, World!\n")
			c.Close()
		}
	}()
	return l.Addr().String(), func() { l.Close(); <-done }, nil
}

func cmdFlaky(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: flaky NAME")
	}
	addr, stop, err := flakyServer()
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv(args[0], addr)
}
