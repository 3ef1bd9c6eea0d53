package reference

import "time"

// Paced are the limits with every time that a client can use up multiplied by f,
// as the written durations of a case are by --pace. What is allowed in bytes and
// numbers stays, and so does LingerTime, which no case waits for.
func (l Limits) Paced(f float64) Limits {
	for _, d := range []*time.Duration{&l.IdleTime, &l.HeaderTime, &l.ContentTime, &l.WriteTime} {
		*d = time.Duration(float64(*d) * f)
	}
	return l
}
