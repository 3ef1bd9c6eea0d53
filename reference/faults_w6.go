package reference

import (
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// w6Faults are mistakes in what a response says about itself, and in what a
// method means.
var w6Faults = []*Fault{
	{Name: "allow-blanks-between", Sentence: "Writes the methods in Allow with blanks between them, not commas.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if allow := r.Get("Allow"); allow != "" {
				r.Set("Allow", strings.ReplaceAll(allow, ",", ""))
			}
		}}},
	{Name: "date-local-time", Sentence: "Takes the local time, two hours east, for GMT.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if at, ok := http1.ParseFixdate(r.Get("Date")); ok {
				r.Set("Date", http1.FormatFixdate(at.Add(2*time.Hour)))
			}
		}}},
	{Name: "head-404-content", Sentence: "Sends the error page after HEAD.",
		Behaviour: Behaviour{Edit: onHead(func(r *Response) {
			if r.Status >= 400 {
				r.Bare = false
			}
		})}},
	{Name: "missing-file-home", Sentence: "Sends who asks for what is not there to the front page.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 404 {
				r.Status = 302
				r.Set("Location", "/")
			}
		}}},
}
