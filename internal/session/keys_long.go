package session

import "unicode/utf8"

// inEditor counts the bytes of the line that the editor has. It alone knows what a
// key takes away, or where an earlier line comes from; so it is asked behind each.
type inEditor struct {
	typed int // bytes of the line so far, or more
	since int // of them, those behind the last question
	asked int // questions that are not answered yet
	stale int // of them, those about lines that are over
}

// ask has the editor tell how much it has.
func (k *keys) ask() {
	k.out = append(k.out, probe)
	k.asked++
	k.since = 0
}

// answer is told what the editor has, where the key is a question of ours.
func (k *keys) answer(line string, pos int, key rune) {
	switch {
	case key == where && len(k.lines) > 0:
		k.lines[0].at = pos
	case key != probe || k.asked == 0:
	case k.stale > 0:
		k.asked--
		k.stale--
	default:
		if k.asked--; k.asked == 0 {
			k.typed = len(line) + k.since
		}
	}
}

// unsure reports whether it matters what the editor has not answered yet. It answers
// before it reads on.
func (k *keys) unsure() bool {
	return k.asked > k.stale && len(k.long) == 0 && k.typed+len(k.in) > editable
}

// text takes printable bytes: the editor has the first of a line, and all as long as
// they are no more than it can hold.
func (k *keys) text(b []byte) {
	if len(k.long) == 0 {
		n := min(len(b), max(0, editable-k.typed))
		for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
			n-- // a character stays whole
		}
		k.out = append(k.out, b[:n]...)
		k.typed += n
		k.since += n
		b = b[n:]
	}
	if len(k.long)+len(b) > lineMax {
		k.lost += len(b)
		return
	}
	k.long = append(k.long, b...)
}

// inLong takes a key that deletes, where there is more than the editor has. Other
// keys have no effect there.
func (k *keys) inLong(r rune) {
	switch r {
	case backspace, ctrlH:
		_, n := utf8.DecodeLastRune(k.long)
		k.long = k.long[:len(k.long)-n]
	case ctrlU:
		k.long, k.lost, k.told = nil, 0, false
		k.out = append(k.out, ctrlE, ctrlU)
		k.ask()
	}
}

func (k *keys) end(e lineEnd) {
	k.out = append(k.out, '\r')
	k.lines = append(k.lines, e)
	k.typed, k.since, k.long, k.lost, k.told = 0, 0, nil, 0, false
	k.stale = k.asked
}

// line gives what is known of the line that the editor has just given.
func (k *keys) line() lineEnd {
	if len(k.lines) == 0 {
		return lineEnd{at: -1}
	}
	e := k.lines[0]
	k.lines = k.lines[1:]
	return e
}

// whole is the line with what the editor does not have of it.
func (e lineEnd) whole(line string) string {
	if e.at < 0 || e.at > len(line) {
		return line + string(e.long)
	}
	return line[:e.at] + string(e.long) + line[e.at:]
}
