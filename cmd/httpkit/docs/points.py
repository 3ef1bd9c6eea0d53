#!/usr/bin/env python3
"""Points from the JSON report of httpkit (httpkit test --report json=FILE).

Each case is worth 1 point, or what the file of --weights says in lines "PREFIX POINTS";
the longest PREFIX of a case's id counts, and "#" begins a remark:

    exercises             2
    exercises/2-images    3
    http1/host/missing    5

pass, fixed and flaky earn it, warn too, or the share that --warn names. fail, crash,
known and "not run" earn nothing. A skipped case is not asked for. A case that could
not be judged (error) is not counted, which is said. One row a topic, or a stage of the
tutorial; --csv gives those of many reports. Exit status 2: a file can't be used.
"""
import argparse
import csv
import json
import sys

EARNS = {"pass": 1, "fixed": 1, "flaky": 1, "fail": 0, "crash": 0, "known": 0, "not run": 0}


def weights(file):
    table = {}
    for number, line in enumerate(open(file, encoding="utf-8"), 1):
        words = line.partition("#")[0].split()
        if words:
            try:
                prefix, points = words
                table[prefix.strip("/")] = float(points)
            except ValueError:
                raise ValueError(f"{file}:{number}: got {line.strip()}, want PREFIX POINTS")
    return table


def worth(table, case):
    while case not in table and "/" in case:
        case = case.rpartition("/")[0]
    return table.get(case, 1)


def load(file):
    try:
        report = json.load(open(file, encoding="utf-8"))
    except ValueError as err:
        raise ValueError(f"{file}: no JSON: {err}")
    if not isinstance(report, dict) or report.get("schema") != "httpkit-report/1":
        raise ValueError(f"{file}: no report of httpkit, or of a version that is not known here")
    if report["summary"].get("ended"):
        print(f"{file}: cut short: {report['summary']['ended_why']}", file=sys.stderr)
    return report


def rows(report, table, warn):
    """What is earned, and what there was to earn, by stage or topic."""
    out = {}
    for case in report["cases"]:
        name, verdict = case["id"], case["verdict"]
        if verdict == "error":
            print(f"{name}: not counted: {case['reason']}", file=sys.stderr)
        share = warn if verdict == "warn" else EARNS.get(verdict)
        if share is not None:
            row = out.setdefault(name if case.get("stage") else name.rpartition("/")[0] or name, [0, 0])
            row[0] += worth(table, name) * share
            row[1] += worth(table, name)
    out["total"] = [sum(column) for column in zip([0, 0], *out.values())]
    return out


def main():
    args = argparse.ArgumentParser(description="Points from JSON reports of httpkit.")
    args.add_argument("report", nargs="+")
    args.add_argument("--weights", metavar="FILE", help="lines of PREFIX POINTS")
    args.add_argument("--warn", type=float, default=1, metavar="SHARE", help="what a warning earns, from 0 to 1 (default 1)")
    args.add_argument("--csv", action="store_true", help="a table for a spreadsheet")
    args = args.parse_args()
    table = weights(args.weights) if args.weights else {}
    sheet = csv.writer(sys.stdout, lineterminator="\n")
    if args.csv:
        sheet.writerow(["report", "topic", "points", "of"])
    for file in args.report:
        for name, (points, of) in rows(load(file), table, args.warn).items():
            if args.csv:
                sheet.writerow([file, name, f"{points:g}", f"{of:g}"])
            else:
                print(f"{name:40} {points:g} of {of:g}")


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as err:
        print(f"points.py: {err}", file=sys.stderr)
        sys.exit(2)
