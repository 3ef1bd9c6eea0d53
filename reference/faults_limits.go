package reference

import (
	"time"
)

var limitFaults = []*Fault{
	{Name: "heads-unlimited", Sentence: "Takes request-lines and fields up to 64 MiB.",
		Behaviour: living(Life{Limits: func(l *Limits) {
			l.RequestLine, l.FieldLine, l.HeaderSection, l.Fields = 64<<20, 64<<20, 64<<20, 1<<20
		}})},
	{Name: "heads-short", Sentence: "Takes lines of up to 1000 bytes in a head.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.RequestLine, l.FieldLine, l.HeaderSection = 1000, 1000, 4000 }})},
	{Name: "fields-few", Sentence: "Takes up to 20 fields.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.Fields = 20 }})},
	{Name: "chunk-metadata-unlimited", Sentence: "Takes chunk extensions and trailer fields up to 64 MiB.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.ChunkLine, l.Extensions, l.Trailers = 64<<20, 64<<20, 64<<20 }})},
	{Name: "waits-for-ever", Sentence: "Has no time limits.",
		Behaviour: living(Life{Limits: func(l *Limits) {
			l.IdleTime, l.HeaderTime, l.ContentTime = 24*time.Hour, 24*time.Hour, 24*time.Hour
		}})},
	{Name: "idle-close-hasty", Sentence: "Closes a connection that has been idle for a twentieth of a second.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.IdleTime = 50 * time.Millisecond }})},
	{Name: "too-large-500", Sentence: "Fails on content that is larger than it takes.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 413 {
				r.Status = 500
			}
		}}},
}
