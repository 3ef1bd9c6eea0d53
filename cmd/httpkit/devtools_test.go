//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// devtools is a headless Chromium with one page, led over the DevTools protocol:
// on two pipes, so that there is no port, and the browser ends when they do.
type devtools struct {
	t       *testing.T
	w       io.Writer
	r       *bufio.Reader
	session string
	id      int
	loaded  int      // how many pages were
	shouted []string // exceptions and console messages of the page, and refused requests
	asked   []string // the addresses it wanted to load
}

// openBrowser starts it, or skips the test where there is none.
func openBrowser(t *testing.T) *devtools {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here; .ci/run installs it")
	}
	fromUs, toIt, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fromIt, toUs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1",
		"--window-size=1200,900", "--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{fromUs, toUs} // 3 and 4, as the protocol has them
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fromUs.Close()
	toUs.Close()
	stuck := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	d := &devtools{t: t, w: toIt, r: bufio.NewReader(fromIt)}
	t.Cleanup(func() {
		d.try("Browser.close", nil)
		toIt.Close()
		io.Copy(io.Discard, d.r) // until the last of its processes is gone
		fromIt.Close()
		cmd.Wait()
		stuck.Stop()
	})
	var targets struct {
		TargetInfos []struct{ TargetID, Type string }
	}
	d.call("Target.getTargets", nil, &targets)
	for _, info := range targets.TargetInfos {
		if info.Type == "page" {
			var s struct{ SessionID string }
			d.call("Target.attachToTarget", map[string]any{"targetId": info.TargetID, "flatten": true}, &s)
			d.session = s.SessionID
		}
	}
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		d.call(domain+".enable", nil, nil)
	}
	return d
}

// envelope is what goes over the pipes, in both directions.
type envelope struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    any             `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     json.RawMessage `json:"error,omitempty"`
}

// try calls a method and gives its result; events that come before it are noted.
func (d *devtools) try(method string, params any) (json.RawMessage, error) {
	d.id++
	b, err := json.Marshal(envelope{ID: d.id, SessionID: d.session, Method: method, Params: params})
	if err != nil {
		return nil, err
	}
	if _, err := d.w.Write(append(b, 0)); err != nil {
		return nil, err
	}
	for {
		m, err := d.next()
		switch {
		case err != nil:
			return nil, err
		case m.ID == d.id && m.Error != nil:
			return nil, fmt.Errorf("%s: %s", method, m.Error)
		case m.ID == d.id:
			return m.Result, nil
		}
	}
}

// next reads one message, and notes what the page did.
func (d *devtools) next() (*envelope, error) {
	b, err := d.r.ReadBytes(0)
	if err != nil {
		return nil, err
	}
	var m envelope
	var params json.RawMessage
	m.Params = &params
	if err := json.Unmarshal(b[:len(b)-1], &m); err != nil {
		return nil, err
	}
	switch m.Method {
	case "Page.loadEventFired":
		d.loaded++
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded":
		d.shouted = append(d.shouted, string(params))
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ URL string } }
		if err := json.Unmarshal(params, &p); err != nil {
			return nil, err
		}
		d.asked = append(d.asked, p.Request.URL)
	}
	return &m, nil
}

func (d *devtools) call(method string, params, result any) {
	d.t.Helper()
	raw, err := d.try(method, params)
	if err == nil && result != nil {
		err = json.Unmarshal(raw, result)
	}
	if err != nil {
		d.t.Fatalf("%s: %v", method, err)
	}
}

// show opens a file and waits until it is loaded.
func (d *devtools) show(file string) {
	d.t.Helper()
	abs, err := filepath.Abs(file)
	if err != nil {
		d.t.Fatal(err)
	}
	before := d.loaded
	d.call("Page.navigate", map[string]any{"url": "file://" + abs}, nil)
	for d.loaded == before {
		if _, err := d.next(); err != nil {
			d.t.Fatalf("%s: it was never loaded: %v", file, err)
		}
	}
}

// eval gives the value of an expression on the page.
func (d *devtools) eval(expression string) any {
	d.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails json.RawMessage
	}
	d.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &r)
	if r.ExceptionDetails != nil {
		d.t.Fatalf("%s: %s", expression, r.ExceptionDetails)
	}
	return r.Result.Value
}

// click presses the mouse in the middle of the element, as a person would.
func (d *devtools) click(selector string) {
	d.t.Helper()
	at, ok := d.eval(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector)).([]any)
	if !ok {
		d.t.Fatalf("%s: no such element", selector)
	}
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		d.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1}, nil)
	}
}

// press presses a key, and releases it.
func (d *devtools) press(key string) {
	d.t.Helper()
	down := map[string]any{"type": "keyDown", "key": key}
	if len(key) == 1 {
		down["text"] = key
	} else if key == " " || key == "Enter" {
		down["text"] = map[string]string{"Enter": "\r"}[key]
	}
	codes := map[string]int{"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}
	down["windowsVirtualKeyCode"] = codes[key]
	d.call("Input.dispatchKeyEvent", down, nil)
	d.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "windowsVirtualKeyCode": codes[key]}, nil)
}

// write writes a text into what has the focus.
func (d *devtools) write(text string) {
	d.t.Helper()
	for _, c := range strings.Split(text, "") {
		d.press(c)
	}
}
