package suite

import (
	"errors"
	"fmt"
	"testing"

	"httpkit/internal/wire"
)

// A mistake, the file it stands in, and every word that is said about it.
type mistake struct{ name, text, want string }

const tail = "\ntalk\n-- talk --\n= pass 2xx\n"

// withKeys makes a case of the lines below the sentence and "#".
func withKeys(lines string) string { return "# A.\n#\n" + lines + tail }

var archiveMistakes = []mistake{
	{"empty marker", "talk\n-- --\n", "c:2: the section has no name\n\twrite -- talk -- for a transcript, -- page.html -- for a file"},
	{"blank marker", "talk\n--   --\n", "c:2: the section has no name\n\twrite -- talk -- for a transcript, -- page.html -- for a file"},
	{"blank after", "talk\n-- talk -- \n= pass 2xx\n", "c:2: the marker of section \"talk\" has blanks before or after it\n\twithout them it is a marker, with them it would be content: remove them"},
	{"tab after, CRLF", "talk\r\n-- talk --\t\r\n= pass 2xx\r\n", "c:2: the marker of section \"talk\" has blanks before or after it\n\twithout them it is a marker, with them it would be content: remove them"},
	{"blank before", "talk\n -- talk --\n= pass 2xx\n", "c:2: the marker of section \"talk\" has blanks before or after it\n\twithout them it is a marker, with them it would be content: remove them"},
	{"blank before the empty one", "talk\n -- --\n", "c:2: the marker of section \"\" has blanks before or after it\n\twithout them it is a marker, with them it would be content: remove them"},
	{"up", "-- ../x.txt --\n", "c:1: section \"../x.txt\" leaves the folder of the case\n\tremove the .."},
	{"up inside", "-- a/../../x.txt --\n", "c:1: section \"a/../../x.txt\" leaves the folder of the case\n\tremove the .."},
	{"up alone", "-- .. --\n", "c:1: section \"..\" leaves the folder of the case\n\tremove the .."},
	{"absolute", "-- /etc/x.txt --\n", "c:1: section \"/etc/x.txt\" is an absolute path\n\ta path is relative, with / between its names"},
	{"backslash", "-- a\\x.txt --\n", "c:1: section \"a\\\\x.txt\" has a backslash\n\ta path is relative, with / between its names"},
	{"drive", "-- c:x.txt --\n", "c:1: section \"c:x.txt\" has a colon, which names a drive elsewhere\n\ta path is relative, with / between its names"},
	{"empty name inside", "-- a//x.txt --\n", "c:1: section \"a//x.txt\" has an empty name in its path\n\ta path is relative, with / between its names"},
	{"dot inside", "-- ./x.txt --\n", "c:1: section \"./x.txt\" has an empty name in its path\n\ta path is relative, with / between its names"},
	{"slash at the end", "-- x.d/ --\n", "c:1: section \"x.d/\" has an empty name in its path\n\ta path is relative, with / between its names"},
	{"two words", "-- talk one --\n", "c:1: section \"talk one\": ' ' can't stand in the name of a transcript\n\tuse letters, digits, - and _; the name of a file has a dot"},
	{"control byte in a name", "-- a\x01.txt --\n", "c:1: section \"a\\x01.txt\": '\\x01' can't stand in a name\n\tuse letters, digits, - and _"},
	{"twice", "talk\n-- talk --\n= pass 2xx\n-- talk --\n", "c:4: section \"talk\" is there twice\n\tthe first one is in line 2"},
	{"not UTF-8", "talk\n-- talk --\n> \xff\\\n", "c:3: the line is not UTF-8\n\twrite other bytes as \\xHH"},
	{"byte order mark", "\ufeff# A.\n", "c:1: the file begins with a byte order mark\n\tsave it as UTF-8 without one"},
	{"control byte in the script", "talk\x00\n", "c:1: the line has the control byte 0x00\n\tremove it"},
	{"CR in the script", "a\rtalk\n", "c:1: the line has the control byte 0x0d\n\tremove it"},
	{"control byte in a file", "-- a.bin --\n\x1b[1m\n", "c:2: the line has the control byte 0x1b\n\tkeep bytes that are no text in a file beside the case, for \\{file NAME}, or write them as \\xHH in a transcript"},
	{"two at once", "-- .. --\n-- -- --\n-- --\n", "c:1: section \"..\" leaves the folder of the case\n\tremove the ..\nc:3: the section has no name\n\twrite -- talk -- for a transcript, -- page.html -- for a file"},
}

var headMistakes = []mistake{
	{"no sentence", "#\n# level: MUST\n" + tail, "c:1: got \"#\", want # and a sentence\n\tthe first line says what is true of a conforming server: # A request without a Host field is refused.\nc:2: a key without # alone above it\n\tleave a line with # alone between the sentence and the keys"},
	{"no blank before it", "#A.\n" + tail, "c:1: got \"#A.\", want # and a sentence\n\tthe first line says what is true of a conforming server: # A request without a Host field is refused."},
	{"two lines of it", "# A\n# sentence.\n#\n# level: MUST\n" + tail, "c:2: got \"# sentence.\", want # alone below the sentence\n\tthe sentence is one line; other comments go below the head, after an empty line"},
	{"# forgotten", "# A.\n# level: must\n" + tail, "c:2: a key without # alone above it\n\tleave a line with # alone between the sentence and the keys\nc:2: level: got \"must\", want MUST, SHOULD, MAY, security or robust"},
	{"second #", withKeys("# level: MAY\n#\n"), "c:4: a second # alone\n\tthe head has one, above its keys; below them leave an empty line"},
	{"a comment in it", withKeys("# level: MAY\n# and so on\n"), "c:4: got \"# and so on\", want # KEY: VALUE\n\ta value goes on in lines with three blanks after the #; other comments go below the head, after an empty line"},
	{"two blanks", withKeys("#  level: MAY\n"), "c:3: got \"#  level: MAY\", want one blank between # and level\n\tthree blanks and more are for a value that goes on"},
	{"no blank", withKeys("#level: MAY\n"), "c:3: got \"#level: MAY\", want one blank between # and level\n\tthree blanks and more are for a value that goes on"},
	{"tab", withKeys("#\tlevel: MAY\n"), "c:3: got \"#\\tlevel: MAY\", want one blank between # and level\n\tthree blanks and more are for a value that goes on"},
	{"goes on without a key", withKeys("#   MAY\n"), "c:3: this goes on, but there is no key above it\n\twrite # KEY: VALUE"},
	{"upper case", withKeys("# Level: MAY\n#   x\n"), "c:3: Level: keys are in lower case\n\twrite level:"},
	{"unknown", withKeys("# lvel: MAY\n#   x\n"), "c:3: lvel: is no key\n\tdid you mean level?"},
	{"unknown, nothing near", withKeys("# description: x\n"), "c:3: description: is no key\n\tthere are: c catches each go hint kills level needs node owns python read rfc stage tags timeout why"},
	{"twice", withKeys("# why: a\n# level: MAY\n# why: b\n"), "c:5: why: is there twice\n\tthe first one is in line 3; a long value goes on in lines with three blanks after the #"},
	{"no value", withKeys("# kills:\n"), "c:3: kills: no value\n\twhy the target dies of it"},
	{"rfc", withKeys("# rfc: 9112 3.2\n"), "c:3: rfc: \"9112\" is no reference to an RFC\n\twrite 9112#section-3.2-6 (RFC, section, paragraph) or 9110#section-15.5.6"},
	{"rfc, nearly", withKeys("# rfc: 9112#3.2-6\n"), "c:3: rfc: \"9112#3.2-6\" is no reference to an RFC\n\tdid you mean 9112#section-3.2-6?"},
	{"level", withKeys("# level: must\n"), "c:3: level: got \"must\", want MUST, SHOULD, MAY, security or robust"},
	{"needs", withKeys("# needs: files, ecko\n"), "c:3: needs: \"files,\" is no capability\n\tdid you mean files?\nc:3: needs: \"ecko\" is no capability\n\tdid you mean echo?"},
	{"needs twice", withKeys("# needs: echo echo\n"), "c:3: needs: \"echo\" is there twice"},
	{"catches", withKeys("# catches: Host_Optional\n"), "c:3: catches: \"Host_Optional\" is no name\n\tnames are in lower case, with - between their parts, and blanks between names"},
	{"stage", withKeys("# stage: 07\n"), "c:3: stage: got \"07\", want a number from 1 to 999"},
	{"stage 0", withKeys("# stage: 0\n"), "c:3: stage: got \"0\", want a number from 1 to 999"},
	{"timeout", withKeys("# timeout: 2m\n"), "c:3: timeout: got \"2m\", want a time such as 500ms or 120s, at most 3600s"},
	{"timeout 0", withKeys("# timeout: 0s\n"), "c:3: timeout: got \"0s\", want a time such as 500ms or 120s, at most 3600s"},
	{"timeout, a day", withKeys("# timeout: 86400s\n"), "c:3: timeout: got \"86400s\", want a time such as 500ms or 120s, at most 3600s"},
	{"tags", withKeys("# tags: Slow\n"), "c:3: tags: \"Slow\" is no name\n\tnames are in lower case, with - between their parts, and blanks between names"},
}

const eachForm = "\n\twrite each: NAME: VALUE | VALUE, where NAME is lower case"

var eachMistakes = []mistake{
	{"no name", withKeys("# each: 1 | 2\n"), "c:3: each: got no name and colon" + eachForm},
	{"bad name", withKeys("# each: N: 1\n"), "c:3: each: \"N\" can't be a name" + eachForm},
	{"given name", withKeys("# each: host: 1\n"), "c:3: each: the name host is given to every case\n\tchoose another; given are echo, fields, host, path"},
	{"same name", withKeys("# each: n: 1\n# each: n: 2\n"), "c:4: each: the name n is there twice\n\tthe first one is in line 3"},
	{"empty value", withKeys("# each: n: 1 |\n"), "c:3: each: a value is empty\n\tthe empty value is written as a lone \\; a | in a value as \\x7c"},
	{"down, and used", withKeysAnd("# each: n: 9..1\n# each: m: \\{$n}\n", "> \\{$n}\\{$m}\\\n* repeat $n\n> a\\\n* end\n= pass 2xx\n"), "c:3: each: 9..1 counts down\n\twrite 1..9"},
	{"many values, and used", withKeysAnd("# each: n: 1..1000 | a\n", "> \\{$n}\\\n= pass 2xx\n"), "c:3: each: got more than 1000 values of n, want at most 1000"},
	{"mask", withKeys("# each: n: \\{rep 2 \\{any}}\n"), "c:3: each: \\{rep 2 \\{any}} has a mask, but a value is sent\n\tmasks stand in expected bytes only"},
	{"down", withKeys("# each: n: 9..1\n"), "c:3: each: 9..1 counts down\n\twrite 1..9"},
	{"bytes down", withKeys("# each: n: \\x09..\\x01\n"), "c:3: each: \\x09..\\x01 counts down\n\twrite \\x01..\\x09"},
	{"leading zero", withKeys("# each: n: 00..12\n"), "c:3: each: 00..12: a number that counts has no leading zero\n\tas text the range is written with \\x2e for a dot"},
	{"digits", withKeys("# each: n: 1..99999999999999999999\n"), "c:3: each: 1..99999999999999999999: got more than 18 digits\n\tas text the range is written with \\x2e for a dot"},
	{"long range", withKeys("# each: n: 1..1001\n"), "c:3: each: 1..1001 are more than 1000 values"},
	{"many values", withKeys("# each: n: 1..999 | \\x00..\\x09\n"), "c:3: each: got more than 1000 values of n, want at most 1000"},
	{"many plays", withKeys("# each: n: 1..40\n# each: m: 1..26\n"), "c:4: each: the values of all keys make 1040 plays, want at most 1000"},
	{"uses itself", withKeys("# each: n: \\{$n}\n"), "c:3: each: a value of n uses $n\n\ta value can use the names of sweeps above its own"},
	{"uses a later one", withKeys("# each: n: \\{$m}\n# each: m: 1\n"), "c:3: each: a value of n uses $m\n\ta value can use the names of sweeps above its own"},
	{"uses nobody's", withKeys("# each: n: \\{$tag}\n"), "c:3: $tag is set by nobody\n\tset it with \"each: tag: ...\" or with \"as tag\" at the end of a mask"},
}

const talk = "\n-- talk --\n= pass 2xx\n"

var scriptMistakes = []mistake{
	{"quote", "talk 'a\n" + talk, "c:1: a ' opens an argument that is not closed\n\twrite '' for the sign itself, inside of quotes"},
	{"no command", "talk\n[linux]" + talk, "c:2: the line has no command\n\ta condition and a ! stand before one: [!windows] talk"},
	{"! alone", "talk\n!" + talk, "c:2: the line has no command\n\ta condition and a ! stand before one: [!windows] talk"},
	{"! talk", "talk\n! talk" + talk, "c:2: ! talk: it can't be turned round\n\tsay in a rule what must not come: = fail 2xx"},
	{"? talk", "talk\n? talk" + talk, "c:2: \"?\" is no command\n\tthere are: skip stop talk"},
	{"! stop", "talk\n! stop" + talk, "c:2: ! stop: it can't be turned round\n\tsay in a rule what must not come: = fail 2xx"},
	{"unknown", "talk\ntlak" + talk, "c:2: \"tlak\" is no command\n\tdid you mean talk?"},
	{"empty", "talk\n''" + talk, "c:2: \"\" is no command\n\tthere are: skip stop talk"},
	{"foreign", "talk\nexec true" + talk, "c:2: exec is not of the case language\n\ta case of ours has talk, skip and stop, and [conditions]"},
	{"notation", "talk\n> GET / HTTP/1.1\\r\\n" + talk, "c:2: \">\" is no command\n\tlines of the notation stand in a section, below a marker: -- talk --"},
	{"skip", "talk\nskip not here" + talk, "c:2: skip: got 2 arguments, want one message at most\n\tquote it: skip 'not here'"},
	{"short", "[short] talk" + talk, "c:1: [short] is for go test, a case knows nothing of it\n\ta case that takes long has the tag slow"},
	{"condition", "talk\n[linus] talk" + talk, "c:2: [linus] is no condition\n\tthere are [offers:CAPABILITY], [unix], and the names of systems and processors: [windows] [arm64]; [!...] turns one round"},
	{"engine's condition", "talk\n[exec:sh] talk" + talk, "c:2: [exec:sh] is no condition\n\tthere are [offers:CAPABILITY], [unix], and the names of systems and processors: [windows] [arm64]; [!...] turns one round"},
	{"offers", "talk\n[!offers:ecko] talk" + talk, "c:2: [offers:ecko]: \"ecko\" is no capability\n\tdid you mean echo?"},
	{"section", "talk\ntalk tolk" + talk, "c:2: talk tolk: there is no section of that name\n\tdid you mean talk?"},
	{"a file", "talk\ntalk a.txt" + talk + "-- a.txt --\n", "c:2: talk a.txt: that section is a file\n\tthe name of a transcript has no dot"},
	{"no talk", "stop\n" + talk, "c:1: there is no talk in the script, so nothing is ever sent\n\tadd a line talk above the first section"},
	{"no transcript", "talk\n-- a.txt --\n", "c:1: there is no transcript, so nothing is ever sent\n\tadd a line -- talk -- and below it what to send and what must come"},
	{"nothing", "", "c:1: there is no transcript, so nothing is ever sent\n\tadd a line -- talk -- and below it what to send and what must come"},
}

var nameMistakes = []mistake{
	{"nobody's", "talk\n-- talk --\n> \\{$hots}\\{rep $n a}\\\n= pass 2xx\n=   content \\{$x}\n", "c:3: $hots is set by nobody\n\tdid you mean $host?\nc:3: $n is set by nobody\n\tset it with \"each: n: ...\" or with \"as n\" at the end of a mask\nc:5: $x is set by nobody\n\tset it with \"each: x: ...\" or with \"as x\" at the end of a mask"},
	{"sent too early", "talk\n-- talk --\n> \\{$tag}\\\n= pass 2xx\n=   field ETag \\{etag as tag}\n", "c:3: $tag is sent, but no line above captures it\n\tit can be captured by a transcript that is played before, or further up in this one"},
	{"by a sweep's value", withKeysAnd("# each: v: W/\\{$tag}\n", "> \\{$v}\\\n= pass 2xx\n=   field ETag \\{etag as tag}\n"), "c:7: $v is sent, but no line above captures it\n\tit can be captured by a transcript that is played before, or further up in this one"},
	{"counted too early", "talk\n-- talk --\n* repeat $n\n> a\\\n* end\n< \\{int as n}\\\n", "c:3: $n is not known yet: no line above captures it"},
	{"set by two", withKeysAnd("# each: n: 1\n", "< \\{int as n}\\\n"), "c:3: each: a mask captures n too\n\tchoose another name for one of them"},
}

func withKeysAnd(lines, section string) string {
	return "# A.\n#\n" + lines + "\ntalk\n-- talk --\n" + section
}

func TestMistakes(t *testing.T) {
	for group, table := range map[string][]mistake{
		"archive": archiveMistakes, "head": headMistakes, "each": eachMistakes, "script": scriptMistakes, "names": nameMistakes,
	} {
		for _, tt := range table {
			t.Run(group+"/"+tt.name, func(t *testing.T) {
				_, err := Parse("s/t/c", "c", []byte(tt.text), true)
				if err == nil {
					t.Fatalf("got no error, want %s", tt.want)
				}
				if got := err.Error(); got != tt.want {
					t.Errorf("got\n%s\nwant\n%s", got, tt.want)
				}
			})
		}
	}
}

// Mistakes that package wire finds keep their line, and stand between ours.
func TestMistakesOfTheNotation(t *testing.T) {
	text := withKeysAnd("# level: no\n# each: n: \\q | \\{$\n", "GET\n> a\n* end\n-- b --\n* end\n")
	_, err := Parse("c", "c", []byte(text), false)
	var all wire.Errors
	if !errors.As(err, &all) {
		t.Fatalf("got %v, want wire.Errors", err)
	}
	var lines []int
	for _, e := range all {
		lines = append(lines, e.Pos.Line)
	}
	if got, want := fmt.Sprint(lines), "[3 4 4 8 9 12]"; got != want {
		t.Errorf("got lines %s, want %s\n%v", got, want, err)
	}
}
