#!/usr/bin/env python3
"""Counts the instructions of tokenising and labelling the committed texts and compares them with the baseline.

    python3 benches/instructions/check.py            fails when one grew by more than 5 %
    python3 benches/instructions/check.py --update   writes benches/instructions/baseline.json anew

Instructions do not depend on how busy the machine is. They do depend on the compiler and on the committed texts: whoever
changes those, or makes the code slower on purpose, updates the baseline in the same commit. Needs valgrind.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BASELINE = HERE / "baseline.json"
MOST = 0.05


def count(program, stage):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"]
    command += [f"--toggle-collect=*count_{stage}*", program, stage]
    done = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found or int(found.group(1)) == 0:
        sys.exit(f"{' '.join(map(str, command))} gave no count:\n{done.stderr[-2000:]}")
    return int(found.group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is missing: apt-get install valgrind")
    subprocess.run(["cargo", "build", "--release", "-p", "thaido-benches", "--bin", "instructions"], cwd=ROOT, check=True)
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/instructions"
    counts = {stage: count(program, stage) for stage in ("tokenize", "label")}
    if arguments.update:
        BASELINE.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
        print(f"baseline written: {counts}")
        return
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    grown = False
    for stage, now in counts.items():
        change = now / baseline[stage] - 1
        grown |= change > MOST
        print(f"{stage}: {now:,} instructions, {change:+.2%} of the baseline's {baseline[stage]:,}")
        if change < -MOST:
            print(f"{stage} became faster: record it with --update")
    if grown:
        sys.exit("too many instructions: find out why, or update the baseline in the same commit")


if __name__ == "__main__":
    main()
