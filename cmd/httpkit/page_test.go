//go:build unix

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// markup is what a server could send to whoever opens the report in a browser.
const markup = `<script>document.title = "run"</script><img src=x onerror="document.title = 'run'"></pre></details>`

// pageCases are cases for a server that answers markup to everything.
var pageCases = map[string]string{
	"one/passes":  "# level: MUST\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200\n",
	"one/may":     "# level: MAY\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200\n",
	"one/fails":   "# level: MUST\n# rfc: 9112#section-3.2-6\n# why: <b>why</b>\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n< HTTP/1.1 404 Not Found\\r\\n\n",
	"two/warns":   "# level: SHOULD\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 404\n",
	"two/skipped": "# level: SHOULD\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n= skip 200 -- nothing to see\n",
}

// pageReport plays them and gives the folder with report.html.
func pageReport(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 1000))
			fmt.Fprintf(c, "HTTP/1.1 200 <script>document.title='run'</script>\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Length: %d\r\n\r\n%s", len(markup), markup)
			c.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, c)
			c.Close()
		}
	}()
	dir := t.TempDir()
	t.Chdir(dir)
	for id, text := range pageCases {
		file := filepath.Join("mine", id+".txtar")
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("# A sentence about "+id+".\n#\n"+text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errOut := httpkit(t, "test", "--target", l.Addr().String(), "mine", "--report", "html=report.html")
	if status != 1 || !strings.Contains(out, "1 failed, 1 warned, 2 passed, 1 skipped") || errOut != "" {
		t.Fatalf("got exit status %d and\n%s%s", status, out, errOut)
	}
	return dir
}

// shownIDs is the ids of the cases that can be seen on the page.
const shownIDs = `[...document.querySelectorAll("details.case")].filter((c) => c.checkVisibility()).map((c) => c.querySelector(".id").textContent.replace("mine/", "")).join(" ")`

// atOnce waits until an expression is true on the page, which it is at once or never.
func atOnce(expression string) string {
	return `new Promise((done) => { const end = performance.now() + 10000;
		const look = () => (` + expression + `) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 5); look(); })`
}

// TestPage opens the HTML report in a browser and uses it as a person does.
func TestPage(t *testing.T) {
	dir := pageReport(t)
	d := openBrowser(t)
	d.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": "light"}}}, nil)
	file := filepath.Join(dir, "report.html")
	d.show(file)
	want := func(what, expression string, want any) {
		t.Helper()
		if got := d.eval(expression); got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	all := "one/fails one/may one/passes two/skipped two/warns"
	want("at first", shownIDs, all)

	d.click(`input[name=verdict][value=pass]`)
	want("without what passed", shownIDs, "one/fails two/skipped two/warns")
	want("the count", `document.getElementById("count").value`, "3 of 5 shown")
	d.click(`input[name=level][value=SHOULD]`)
	want("without SHOULD", shownIDs, "one/fails")
	want("a topic of which nothing is shown", `document.getElementById("topic:mine/two").checkVisibility()`, false)
	d.click(`input[name=level][value=MUST]`)
	want("nothing", shownIDs, "")
	want("what is said then", `document.getElementById("none").checkVisibility()`, true)
	d.click(`#all`)
	want("all again", shownIDs, all)
	d.eval(`(() => { const s = document.querySelector("select[name=topic]"); s.value = "mine/two"; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	want("a topic", shownIDs, "two/skipped two/warns")
	d.click(`#all`)

	// The keyboard: / leads to the search, Escape out of it; Enter opens a case.
	d.press("/")
	d.write("nothing to SEE")
	want("a text", shownIDs, "two/skipped")
	d.press("Escape")
	want("no text", shownIDs, all)
	want("a case that passed", `document.querySelector("details.pass").open`, false)
	d.eval(`document.querySelector("details.pass summary").focus()`)
	d.press("Enter")
	want("the same after Enter", `document.querySelector("details.pass").open && document.querySelector("details.pass .body").checkVisibility()`, true)
	d.press("Tab")
	want("what Tab leads to", `document.activeElement.closest("details.pass") !== null`, true)
	d.click("#close")
	want("open ones after Close all", `document.querySelectorAll("details.case[open]").length`, 0.0)
	d.click(`input[name=verdict][value=fail]`)
	d.click(`.wrong a`)
	want("a link to a case that was hidden and closed", atOnce(`document.querySelector("details.fail").open && document.querySelector("details.fail .body").checkVisibility()`), true)

	// What a case has to say.
	text, _ := d.eval(`document.querySelector("details.fail").innerText`).(string)
	for _, part := range []string{"fail", "mine/one/fails", "MUST", "A sentence about one/fails.", filepath.Join("mine", "one", "fails.txtar") + ":12",
		"- < HTTP/1.1 404 Not Found\\r\\n\n+ < HTTP/1.1 200", `+ < HTTP/1.1 200 <script>document.title='run'</script>\r\n`, "<b>why</b>", "RFC 9112, 3.2 Request Target", "httpkit test --target 127.0.0.1:"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in\n%s", part, text)
		}
	}
	want("the address of the paragraph", `document.querySelector("details.fail dl a").href`, "https://www.rfc-editor.org/rfc/rfc9112#section-3.2-6")
	want("the score of MUST", `document.querySelector(".scores tbody tr").innerText.replace(/\s+/g, " ")`, "MUST 1 of 2 50 %")

	// Nothing was run that a server sent, and nothing was fetched.
	want("scripts", `document.scripts.length + document.images.length`, 1.0)
	if title, _ := d.eval(`document.title`).(string); !strings.HasPrefix(title, "1 failed") {
		t.Errorf("title: got %q", title)
	}
	if len(d.shouted) > 0 || len(d.asked) != 1 || d.asked[0] != "file://"+file {
		t.Errorf("the page asked for %q and said %q", d.asked, d.shouted)
	}
}

// TestPageElsewhere: in the dark, on paper, without scripts.
func TestPageElsewhere(t *testing.T) {
	file := filepath.Join(pageReport(t), "report.html")
	d := openBrowser(t)
	const colours = `getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(document.body).color`
	media := func(name, scheme string) {
		d.call("Emulation.setEmulatedMedia", map[string]any{"media": name, "features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	}
	d.show(file)
	media("", "light")
	light := d.eval(colours)
	media("", "dark")
	if dark := d.eval(colours); dark == light || dark != "rgb(20, 24, 28) rgb(223, 228, 233)" {
		t.Errorf("in the dark: got %v, in the light %v", dark, light)
	}
	d.click("#close")
	media("print", "dark")
	if paper := d.eval(colours); paper != light {
		t.Errorf("on paper: got %v, want %v", paper, light)
	}
	for what, expression := range map[string]string{
		"what failed stands open": `document.querySelector("details.fail .exchange").checkVisibility()`,
		"what passed does not":    `!document.querySelector("details.pass .body").checkVisibility()`,
		"there are no filters":    `!document.getElementById("filters").checkVisibility()`,
	} {
		if d.eval(expression) != true {
			t.Errorf("on paper: %s: it is not so", what)
		}
	}
	media("", "light")
	d.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	d.show(file)
	for what, expression := range map[string]string{
		"all cases are there":       `document.querySelectorAll("details.case").length == 5`,
		"there are no dead buttons": `!document.getElementById("filters").checkVisibility() && ![...document.querySelectorAll("button")].some((b) => b.checkVisibility())`,
		"what failed can be read":   `document.querySelector("details.fail .exchange").checkVisibility()`,
	} {
		if d.eval(expression) != true {
			t.Errorf("without scripts: %s: it is not so", what)
		}
	}
}
