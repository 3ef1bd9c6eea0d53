package reference

import (
	"math"

	http1 "httpkit/internal/message"
)

// limitMissingFaults are limits that are missing, or met in the wrong way.
var limitMissingFaults = []*Fault{
	{Name: "field-line-endless", Sentence: "Takes a field line of any length.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.FieldLine, l.HeaderSection = 1<<30, 1<<30 }})},
	{Name: "field-long-ignored", Sentence: "Leaves out field lines of more than 8 KiB.",
		Behaviour: reading(http1.Dialect{FieldLine: func(line []byte) (name, value []byte, err error) {
			if len(line) > 8<<10 {
				return nil, nil, nil
			}
			return http1.StrictFieldLine(line)
		}})},
	{Name: "field-name-length-wraps", Sentence: "Keeps the length of a field name in one byte.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			if len(b) > math.MaxUint8 {
				b = b[:uint8(len(b))]
			}
			return http1.StrictFieldName(b)
		}})},
	{Name: "field-value-cut-short", Sentence: "Keeps the first 4000 bytes of a field value.",
		Behaviour: valued(func(v string) string { return v[:min(len(v), 4000)] })},
	{Name: "fields-after-hundred-ignored", Sentence: "Keeps the first hundred field lines.",
		Behaviour: keepingLines(func(_ []http1.Field, i int) bool { return i < 100 })},
	{Name: "fields-unlimited", Sentence: "Takes any number of fields.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.Fields, l.HeaderSection = 1<<30, 1<<30 }})},
	{Name: "method-long-400", Sentence: "Says 400 to a method that is longer than any it has.",
		Behaviour: deciding(Change{Step: "method-length", Before: "method", Do: func(x *Exchange) *Response {
			if len(x.Request.Method) > 32 {
				return x.refuse(400, "The method is too long.")
			}
			return nil
		}})},
	{Name: "request-line-endless", Sentence: "Takes a request-line of any length.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.RequestLine = 1 << 30 }})},
	{Name: "target-too-long-500", Sentence: "Fails on a request-target that is longer than it takes.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 414 {
				r.Status = 500
			}
		}}},
	{Name: "fields-too-large-500", Sentence: "Fails on fields that are larger than it takes.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 431 {
				r.Status = 500
			}
		}}},
	{Name: "too-large-keeps-open", Sentence: "Keeps the connection after content that it refused and did not read.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			if r.Status == 413 {
				return true
			}
			return persists(x, r)
		}})},
	{Name: "chunk-extensions-unlimited", Sentence: "Takes chunk extensions of any length.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.ChunkLine, l.Extensions = 1<<30, 1<<30 }})},
	{Name: "chunk-size-zeros-unlimited", Sentence: "Takes any number of zeros before a chunk-size.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.ChunkLine = 1 << 30 }})},
	{Name: "trailers-unlimited", Sentence: "Takes trailer fields of any size.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.Trailers = 1 << 30 }})},
	{Name: "query-long-500", Sentence: "Fails on a target of more than 2000 bytes.",
		Behaviour: failing(func(x *Exchange) bool {
			return len(x.Request.Target.Query) > 2000
		})},
}
