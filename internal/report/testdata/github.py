# Reads a log as the runner of GitHub Actions does: every line that begins with ::,
# blanks before it or not, is a command, unless commands were stopped. It writes a
# line a command: name, properties, message, with the escapes undone.
import re
import sys

COMMANDS = {"error", "warning", "notice"}
stopped = None
for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    m = re.match(r"\s*::([^:\s]+)(?: (.*?))?::(.*)$", line)
    if not m:
        continue
    name, properties, message = m[1], m[2] or "", m[3]
    if stopped is not None:
        if name == stopped:
            stopped = None
        continue
    if name == "stop-commands":
        stopped = message
        continue
    assert name in COMMANDS, f"not a command of ours: {line}"

    def undo(s, *more):
        for code, c in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            s = s.replace(code, c)
        return s

    pairs = dict(p.split("=", 1) for p in properties.split(",") if p)
    assert set(pairs) <= {"file", "line", "title"}, pairs
    pairs = {k: undo(v, ("%3A", ":"), ("%2C", ",")) for k, v in pairs.items()}
    print(name, pairs.get("file", ""), pairs.get("line", ""), pairs["title"], repr(undo(message)), sep="\t")
assert stopped is None, "commands were stopped and never let go"
