#!/usr/bin/env python3
"""Prints the tables of a recorded comparison as Markdown; `--splice README.md` puts them between the markers of a page.

    python3 benches/peers/table.py [RESULT] [--splice PAGE] [--check]

RESULT is the newest of benches/results by default. The markers are <!-- peers --> and <!-- /peers -->. With --check the
page is not written; the exit code tells whether it is up to date.
"""

import argparse
import json
import sys
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "results"
FASTEST = "fastText from Rust, 16 dimensions"


def rate(number):
    return f"{round(number, -3):,.0f}" if number >= 10_000 else f"{round(number, -2):,.0f}"


def tables(result):
    seconds, count, size = result["seconds"], result["statements"], result["bytes"]
    label = {name: stages["label"]["median"] for name, stages in seconds.items() if "label" in stages}
    lines = [
        f"{count:,} statements of {size / count:.0f} bytes ({result['source']}), text in, label out, one core of {result['cpu']}; "
        f"medians of {seconds[FASTEST]['label']['rounds']} interleaved rounds, {result['date']}.",
        "",
        "| | statements/s | MB/s | ratio | two threads | accuracy | training | peak |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in sorted(label, key=label.get):
        stages = seconds[name]
        two = stages.get("label, two threads")
        train = stages.get("train")
        cells = [
            f"**{name}**" if name.startswith("thaido") else name,
            rate(count / label[name]),
            f"{size / label[name] / 1e6:.0f}" if size / label[name] > 1e7 else f"{size / label[name] / 1e6:.1f}",
            f"{label[FASTEST] / label[name]:.2g}",
            rate(count / two["median"]) if two else "",
            # The shipped model knows other labels than those of this text.
            f"{result['accuracy'][name]:.3f}" if train else "",
            f"{train['median']:.2f} s" if train else "",
            f"{result['training peak MB'][name]} MB" if train else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    forms = list(next(iter(result["flips"].values())))
    lines += [
        "",
        "Labels that flip when the same statements come in another form:",
        "",
        f"| | {' | '.join(forms)} |",
        f"|---|{'---:|' * len(forms)}",
    ]
    for name, flips in result["flips"].items():
        shown = [f"{flips[form] * 100:.1f} %" if flips[form] else "0" for form in forms]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    prose = result["prose"]
    speed = lambda name, stage, bytes_: bytes_ / seconds[name][stage]["median"] / 1e6
    words = speed("wc -w", "tokenize", prose["bytes"])
    nfc, nfd = speed("thaido", "tokenize", prose["bytes"]), speed("thaido", "tokenize NFD", prose["bytes NFD"])
    start, goal = result["start"], result["objective"]
    shipped = start["latency"]["shipped"]
    lines += [
        "",
        "| | |",
        "|---|---|",
        f"| tokenize, NFC | {nfc:.0f} MB/s, {nfc / words:.1f} times `wc -w` ({words:.0f}) |",
        f"| tokenize, NFD | {nfd:.0f} MB/s, {nfd / nfc:.2f} of that |",
        f"| load the shipped model | {start['load']['shipped']['seconds'] * 1e3:.1f} ms |",
        f"| one statement, shipped model | p50 {shipped['p50'] * 1e6:.1f} µs, p99 {shipped['p99'] * 1e6:.1f} µs |",
        f"| one statement, model of the comparison | p50 {start['latency']['of the comparison']['p50'] * 1e6:.1f} µs, "
        f"p99 {start['latency']['of the comparison']['p99'] * 1e6:.1f} µs |",
        f"| objective above the minimum that scikit-learn's lbfgs finds on the same rows | {goal['relative']:+.0e}, in "
        f"{goal['thaido']['fit']:.2f} s; scikit-learn stops at {goal['scikit-learn']['objective'] / goal['scikit-learn']['minimum'] - 1:+.0e} "
        f"after {goal['scikit-learn']['seconds']:.2f} s |",
    ]
    for rows, found in result.get("growth", {}).items():
        lines.append(
            f"| train {int(rows):,} statements | {found['seconds']:.2f} s, {found['non_zeros']:,} non-zeros, {found['terms']:,} terms |"
        )
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items() if name not in ("pip", "setuptools"))
    return "\n".join([*lines, "", f"Versions: {versions}."])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", type=Path, nargs="?")
    parser.add_argument("--splice", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    result = arguments.result or max(RESULTS.glob("*-*-*-*.json"), default=None)
    if result is None:
        sys.exit("there is no recorded comparison: run benches/peers/compare.py")
    table = tables(json.loads(result.read_text(encoding="utf-8")))
    if not arguments.splice:
        print(table)
        return
    page = arguments.splice.read_text(encoding="utf-8")
    begin, end = "<!-- peers -->", "<!-- /peers -->"
    if begin not in page or end not in page:
        sys.exit(f"{arguments.splice} has no {begin} … {end}")
    head, rest = page.split(begin, 1)
    new = f"{head}{begin}\n{table}\n{end}{rest.split(end, 1)[1]}"
    if arguments.check:
        sys.exit(0 if new == page else f"{arguments.splice} is not the table of {result}: run table.py --splice")
    arguments.splice.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
