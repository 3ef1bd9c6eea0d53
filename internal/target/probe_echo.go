package target

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/message"
)

// sentence is the content of what is posted: ASCII, for servers that die of
// anything else.
const sentence = "httpkit asks whether this comes back.\n"

// post makes a POST with a Content-Length.
func (p *prober) post(ctx context.Context, path, content string, fields ...string) (answer, error) {
	fields = append(fields, "Content-Type: text/plain", fmt.Sprintf("Content-Length: %d", len(content)), "Connection: close")
	return p.ask(ctx, "POST "+path, p.t.request("POST", path, fields, content), "POST")
}

// echo: the content of a POST comes back.
func (p *prober) echo(ctx context.Context) (Found, error) {
	a, err := p.post(ctx, p.t.Echo, sentence)
	switch {
	case err != nil || !a.is(200):
		return lacks("%s", a), err
	case string(a.resp.Content) != sentence:
		return lacks("%s, but not with the content it was sent", a), nil
	}
	return offers("%s with the content it was sent", a), nil
}

// chunkedResponse: RFC 9112 section 7.1.
func (p *prober) chunkedResponse(ctx context.Context) (Found, error) {
	half := len(sentence) / 2
	content := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, sentence[:half], len(sentence)-half, sentence[half:])
	fields := []string{"Content-Type: text/plain", "Transfer-Encoding: chunked", "Connection: close"}
	a, err := p.ask(ctx, "a chunked POST "+p.t.Echo, p.t.request("POST", p.t.Echo, fields, content), "POST")
	switch {
	case err != nil || !a.is(200):
		return lacks("%s", a), err
	case string(a.resp.Content) != sentence:
		return lacks("%s, but not with the content it was sent", a), nil
	case a.resp.Framing != message.FramedChunked:
		return lacks("%s, but not chunked", a), nil
	}
	return offers("%s, chunked", a), nil
}

// fields: the field lines that were sent come back, for GET and for POST.
func (p *prober) fields(ctx context.Context) (Found, error) {
	const name = "X-Httpkit-Probe"
	sent := []string{name + ": one, two  three", name + ":\t four \t", name + ": five;six=\"seven\""}
	want := []string{"one, two  three", "four", "five;six=\"seven\""}
	get, err := p.getWith(ctx, p.t.Fields, sent...)
	if err != nil {
		return Found{}, err
	}
	if why := fieldsAmiss(get, name, want); why != "" {
		return lacks("%s", why), nil
	}
	post, err := p.post(ctx, p.t.Fields, sentence, sent...)
	if err != nil {
		return Found{}, err
	}
	if why := fieldsAmiss(post, name, want); why != "" {
		return lacks("%s", why), nil
	}
	return offers("GET and POST %s show the field lines they received", p.t.Fields), nil
}

func fieldsAmiss(a answer, name string, want []string) string {
	if !a.is(200) {
		return a.String()
	}
	media, _ := a.resp.Get("Content-Type")
	media, _, _ = strings.Cut(media, ";")
	if !strings.EqualFold(strings.TrimSpace(media), "text/plain") {
		return fmt.Sprintf("%s, not as text/plain", a)
	}
	var got []string
	for line := range bytes.Lines(a.resp.Content) {
		n, v, ok := strings.Cut(strings.TrimRight(string(line), "\r\n"), ":")
		if ok && strings.EqualFold(n, name) {
			got = append(got, strings.Trim(v, " \t"))
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Sprintf("%s, but not with the field lines it was sent", a)
	}
	return ""
}
