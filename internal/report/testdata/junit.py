# Reads a JUnit report as a CI system does, and holds it against the form that all of
# them take. It writes a line a testcase: classname, name, what it is, its message.
import re
import sys
import xml.etree.ElementTree as ET

data = sys.stdin.buffer.read()
text = data.decode("utf-8")
bad = re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
assert not bad, f"XML 1.0 has no {bad!r}"
root = ET.fromstring(data)

CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase", "system-out", "system-err"],
    "properties": ["property"],
    "testcase": ["skipped", "error", "failure", "system-out", "system-err"],
}
NEED = {"testsuite": {"name", "tests", "failures", "errors", "time"}, "testcase": {"name", "classname"}, "property": {"name", "value"}}
MAY = {
    "testsuites": {"name", "time", "tests", "errors", "failures", "skipped", "disabled"},
    "testsuite": {"id", "skipped", "disabled", "timestamp", "hostname", "package"},
    "testcase": {"time", "status", "assertions"},
    "skipped": {"message", "type"}, "error": {"message", "type"}, "failure": {"message", "type"},
}


def check(e):
    allowed = CHILDREN.get(e.tag, [])
    order = [allowed.index(c.tag) for c in e]
    assert order == sorted(order), f"{e.tag}: children in the order {[c.tag for c in e]}"
    need, may = NEED.get(e.tag, set()), MAY.get(e.tag, set())
    assert need <= set(e.attrib) <= need | may, f"{e.tag}: attributes {set(e.attrib)}"
    for key in ("tests", "failures", "errors", "skipped"):
        assert e.get(key, "0").isdigit(), f"{e.tag}: {key}={e.get(key)}"
    if "time" in e.attrib:
        assert re.fullmatch(r"\d+\.\d{3}", e.get("time")), f"{e.tag}: time={e.get('time')}"
    for c in e:
        check(c)


def count(e, what):
    return sum(1 for c in e.iter("testcase") if what is None or c.find(what) is not None)


check(root)
assert root.tag == "testsuites"
for e in [root, *root]:
    for key, what in (("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(e.get(key, "0")) == count(e, what), f"{e.get('name')}: {key}={e.get(key)}"
for suite in root:
    props = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert {"target", "version"} <= set(props), f"properties: {props}"
    for c in suite.iter("testcase"):
        what = next((k.tag for k in c if k.tag in ("skipped", "error", "failure")), "ok")
        message = c.find(what).get("message") if what != "ok" else (c.findtext("system-out") or "").strip().split("\n")[0]
        print(c.get("classname"), c.get("name"), what, message, sep="\t")
