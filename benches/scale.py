#!/usr/bin/env python3
"""Labels a corpus repeated to 0.1, 1 and 10 GB through a pipe and prints how time and memory grow, as rows of a table.

    cargo build --release -p thaido-cli
    python3 benches/scale.py news.jsonl.gz more.jsonl.gz
    python3 benches/scale.py news.jsonl --sizes 0.1 1 --jobs 2 --output /dev/null

The corpus is unpacked once and held in memory; every round of it gives the articles new ids, so that none comes twice.
What is counted starts when the first byte is ready and ends when the program has ended. The memory is the program's own
peak as the system tells it. A run in which an article was lost or came twice is an error.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ID = re.compile(rb'("id"\s*:\s*")')


def feed(corpus, size):
    """Writes `size` bytes or little more of the corpus to standard output, and how many articles that were to stderr."""
    articles = []
    for path in corpus:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as lines:
            for line in filter(bytes.strip, lines):
                # The line up to its id, and the rest.
                head, _, tail = ID.sub(rb"\1\0", line.rstrip(b"\r\n"), count=1).partition(b"\0")
                articles.append((head, tail + b"\n" if tail else b""))
    if not articles:
        sys.exit("the corpus holds no article")
    print("ready", file=sys.stderr, flush=True)
    sys.stdin.readline()
    written, count, held = 0, 0, []
    while written < size:
        head, tail = articles[count % len(articles)]
        lap = b"%d-" % (count // len(articles))
        held += (head, lap, tail) if tail else (head, b"\n")
        written += len(head) + (len(lap) + len(tail) if tail else 1)
        count += 1
        if len(held) > 1000:
            sys.stdout.buffer.write(b"".join(held))
            held.clear()
    sys.stdout.buffer.write(b"".join(held))
    sys.stdout.buffer.flush()
    print(json.dumps({"articles": count, "bytes": written}), file=sys.stderr, flush=True)


def measure(program, corpus, size, jobs, output):
    """Seconds, bytes, peak bytes of memory and summary of one run."""
    command = [sys.executable, __file__, "--feed", str(size), *map(str, corpus)]
    feeder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if feeder.stderr.readline().strip() != "ready":
        sys.exit("the corpus cannot be read:\n" + feeder.stderr.read())
    with tempfile.TemporaryDirectory() as home:
        summary = Path(home, "summary.json")
        command = [program, "label", "-", "--input-format", "jsonl", "-j", str(jobs), "-o", output, "--format", "jsonl"]
        command += ["--quiet", "--force", "--summary", str(summary)]
        # This process stays small: the system counts it to the memory of what it starts.
        start = time.monotonic()
        label = subprocess.Popen(command, stdin=feeder.stdout)
        feeder.stdout.close()
        feeder.stdin.write("go\n")
        feeder.stdin.flush()
        _, status, usage = os.wait4(label.pid, 0)
        seconds = time.monotonic() - start
        told = feeder.stderr.read()
        if os.waitstatus_to_exitcode(status) != 0 or feeder.wait() != 0:
            sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}\n{told}")
        fed, found = json.loads(told), json.loads(summary.read_text())
        if found["documents"] != fed["articles"]:
            sys.exit(f"{fed['articles']} articles went in, {found['documents']} were labelled")
    return seconds, fed["bytes"], usage.ru_maxrss * 1024, found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", type=Path, help=".jsonl or .jsonl.gz")
    parser.add_argument("--sizes", nargs="+", type=float, default=[0.1, 1, 10], metavar="GB")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--output", default=os.devnull)
    parser.add_argument("--program", default=str(ROOT / "target/release/thaido"))
    parser.add_argument("--feed", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.feed is not None:
        feed(arguments.corpus, arguments.feed)
        return
    print("| text | workers | time | MB/s | peak memory | articles | statements |")
    print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for size in arguments.sizes:
        seconds, size, peak, found = measure(
            arguments.program, arguments.corpus, int(size * 1e9), arguments.jobs, arguments.output
        )
        row = [f"{size / 1e9:.3g} GB", arguments.jobs, f"{seconds:.1f} s", f"{size / 1e6 / seconds:.1f}"]
        row += [f"{peak / 1e6:.0f} MB", f"{found['documents']:,}", f"{found['statements']:,}"]
        print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()
