#!/usr/bin/env python3
"""ratios.py http.tsv: server CPU of ours beside the ceilings and the peers, medians of one run."""
import statistics
import sys

rows = {}
for line in open(sys.argv[1]):
    name, *values = line.rstrip("\n").split("\t")
    rows.setdefault(name, []).append(float(values[7]))
cpu = {name: statistics.median(values) for name, values in rows.items()}


def first(*starts):
    return next((us for name, us in cpu.items() if name.startswith(starts)), None)


def say(what, ours, theirs, bar, least=False):
    if ours and theirs:
        ratio = theirs / ours if least else ours / theirs
        good = ratio >= bar if least else ratio <= bar
        print(f"{'holds' if good else 'FAILS'}  {what:58} {ratio:6.2f}   {'at least' if least else 'at most'} {bar}")


constant, hand = first("ceiling1"), first("E-")
for place, theirs, bar, least in (("memory", constant, 1.7, 2.0), ("redis", hand, 1.6, 1.1)):
    asked, named = cpu.get(f"ours-{place}"), cpu.get(f"ours-{place}-named")
    beside = "a constant body" if place == "memory" else "hand-written + Redis"
    say(f"{place}: CPU a request beside {beside}", asked, theirs, bar)
    say(f"{place}: the same, its decision kept for its message_id", named, theirs, bar)
    if asked and named:
        print(f"       {place}: finding and keeping a decision costs {named - asked:.1f} us, {named / asked - 1:.0%} of the rest")
    for name in cpu:
        if name[:2] in ("A-", "B-", "C-", "C2", "D-"):
            say(f"{place}: {name} beside ours", asked, cpu[name], least, least=True)
