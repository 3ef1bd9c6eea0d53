# Reads TAP by its own rules, where there is no perl, with the output of tap.pl.
import re
import sys

lines = sys.stdin.buffer.read().decode("utf-8").split("\n")
assert lines.pop() == "", "the last line has no end"
assert lines[0] == "TAP version 13", lines[0]
tests, plan, bailout, yaml = [], None, None, None
for line in lines[1:]:
    if yaml is not None:
        if line == "  ...":
            assert "verdict" in yaml, "no verdict in the diagnostics"
            tests[-1][3] = yaml["message"]
            yaml = None
        elif m := re.fullmatch(r"  (\w+):(?: '((?:[^']|'')*)')?", line):
            yaml[m[1]] = (m[2] or "").replace("''", "'")
        else:
            assert re.fullmatch(r"    - '(?:[^']|'')*'", line), line
    elif line == "  ---":
        yaml = {}
    elif m := re.fullmatch(r"(ok|not ok) (\d+) - ((?:[^\\#]|\\.)*?)(?: # (SKIP|TODO) (.*))?", line):
        assert int(m[2]) == len(tests) + 1, line
        tests.append([m[3], m[1], m[4] or "", ""])
    elif m := re.fullmatch(r"1\.\.(\d+)(?: # SKIP .*)?", line):
        assert plan is None, "two plans"
        plan = int(m[1])
    elif line.startswith("Bail out! "):
        bailout = line[len("Bail out! "):]
    else:
        assert line.startswith("#"), line
assert yaml is None and plan == len(tests), (plan, len(tests))
for t in tests:
    print("\t".join(t))
if bailout is not None:
    print("bailout", bailout, sep="\t")
