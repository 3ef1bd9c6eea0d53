//go:build linux

package target

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// asServer is the environment variable that makes the test binary a small server.
const asServer = "HTTPKIT_TEST_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		smallServer()
		return
	}
	os.Exit(m.Run())
}

// smallServer answers every request the same, and is wrong in the ways its flags
// say. /exit ends it without an answer, /last behind its answer.
func smallServer() {
	addr := flag.String("addr", "", "where to listen")
	says := flag.String("says", "", "a line to be written when it listens")
	floods := flag.Int("floods", 0, "bytes to be written before it listens, to each stream")
	daemon := flag.Bool("daemon", false, "listen, then go on in a process of another session")
	answer := flag.String("answer", "200 OK", "the status of its answers")
	first := flag.String("first", "", "the status of the first one, if it is another")
	flag.Parse()
	for _, w := range []io.Writer{os.Stdout, os.Stderr} {
		for line := strings.Repeat("x", 999) + "\n"; *floods > 0; *floods -= len(line) {
			io.WriteString(w, line)
		}
	}
	network, at := "tcp", *addr
	if path, ok := strings.CutPrefix(at, "unix:"); ok {
		network, at = "unix", path
	}
	l, err := net.Listen(network, at)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if *daemon {
		f, _ := l.(*net.TCPListener).File()
		cmd := exec.Command("sleep", "1000")
		cmd.ExtraFiles = []*os.File{f}
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		cmd.Start()
		os.Exit(0)
	}
	if *says != "" {
		fmt.Fprintln(os.Stderr, *says)
	}
	signal.Notify(make(chan os.Signal, 1), os.Interrupt) // Ctrl-C is not for it
	for n := 1; ; n++ {
		c, err := l.Accept()
		if err != nil {
			os.Exit(1)
		}
		line, _ := bufio.NewReader(c).ReadString('\n')
		if strings.HasPrefix(line, "GET /exit") {
			fmt.Fprintln(os.Stderr, "\tlast words\x1b[1m")
			os.Exit(3)
		}
		status := *answer
		if n == 1 && *first != "" {
			status = *first
		}
		fmt.Fprintf(c, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status)
		linger(c)
		fmt.Fprintln(os.Stderr, "answer", n)
		if strings.HasPrefix(line, "GET /last") {
			os.Exit(3)
		}
	}
}
