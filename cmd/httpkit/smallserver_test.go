package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// smallServer is a program that tests start with --start: it answers each request
// on a connection of its own with 200 and its path, and does what its flags say.
//
//	smallserver [-addr ADDR] [-die PREFIX] [-last PREFIX] [-waits PREFIX] [-closes N] [-deaf] [-docroot DIR]
func smallServer() {
	addr := flag.String("addr", "127.0.0.1:"+os.Getenv("PORT"), "where to listen")
	die := flag.String("die", "/none", "exit with status 7 on a path that begins so, and write why")
	last := flag.String("last", "/none", "the same behind the answer")
	deaf := flag.Bool("deaf", false, "ignore SIGTERM")
	dir := flag.String("docroot", "", "a folder whose files are served")
	waits := flag.String("waits", "/none", "give no answer on a path that begins so, and make the file ./waiting")
	closing := flag.Int("closes", 0, "stop listening after that many requests, and run on")
	flag.Parse()
	if *deaf {
		signal.Ignore(syscall.SIGTERM)
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("small server on", l.Addr())
	var asked atomic.Int32
	for {
		c, err := l.Accept()
		if err != nil {
			select {} // it runs on
		}
		go func() {
			defer c.Close()
			r := bufio.NewReader(c)
			line, err := r.ReadString('\n')
			words := strings.Fields(line + " - -")
			for h := line; err == nil && strings.TrimSpace(h) != ""; {
				h, err = r.ReadString('\n')
			}
			content := []byte("the path is " + words[1] + "\n")
			if *dir != "" {
				content, _ = os.ReadFile(*dir + words[1])
			}
			switch {
			case strings.HasPrefix(words[1], *die):
				fmt.Fprintf(os.Stderr, "panic: can't bear %s\n\tat smallserver.go:1\n", words[1])
				os.Exit(7)
			case line == "":
				return
			case strings.HasPrefix(words[1], *waits):
				os.WriteFile("waiting", nil, 0o666)
				io.Copy(io.Discard, c)
				return
			}
			if *dir != "" && strings.HasPrefix(line, "DELETE ") {
				os.Remove(*dir + words[1])
			}
			if int(asked.Add(1)) == *closing {
				l.Close()
			}
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
				time.Now().UTC().Format(http.TimeFormat), len(content), content)
			c.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, c)
			if strings.HasPrefix(words[1], *last) {
				os.Exit(7)
			}
		}()
	}
}

// cmdGone is "gone": no process is left that came of this script. What it started
// has its folder in the environment, unless it took pains to lose it.
func cmdGone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: gone")
	}
	left, err := leftOf("WORK=" + ts.Getenv("WORK"))
	if err != nil {
		ts.Fatalf("%v", err)
	}
	if len(left) > 0 {
		ts.Fatalf("left: %s", strings.Join(left, ", "))
	}
}

// leftOf finds the processes that have a variable in their environment.
func leftOf(variable string) (left []string, err error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		env, err := os.ReadFile("/proc/" + e.Name() + "/environ")
		if err != nil || !strings.Contains("\x00"+string(env), "\x00"+variable+"\x00") {
			continue
		}
		stat, _ := os.ReadFile("/proc/" + e.Name() + "/stat")
		if i := strings.LastIndexByte(string(stat), ')'); i >= 0 && strings.HasPrefix(string(stat[i:]), ") Z") {
			continue // it has ended, and its parent does not care
		}
		cmd, _ := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		left = append(left, e.Name()+" "+strings.ReplaceAll(string(cmd), "\x00", " "))
	}
	return left, nil
}
