#!/usr/bin/env python3
"""Compares thaido with its peers: same statements, same labels to learn, same core, one after the other, in turn.

    python3 benches/peers/compare.py [--text FILE] [--rounds 7] [--core 1] [--quick]

FILE is JSON Lines with "text" and, if it has them, "label"; or plain text, a statement a line. Without it, statements are
cut from ../shared/corpus where that is present, else the committed fixtures are used again and again. Everything that is
made goes to target/peers; the result to benches/results/<date>-<cpu>.json, and its table to standard output.
"""

import argparse
import datetime
import gzip
import hashlib
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
WORK = TARGET / "peers"
STATEMENTS = 44_900
TRAINING = 30_000
FORMS = 5_000

# Labels for texts that come without: which of these words prevail. They make the peers learn something that can be
# learnt; how well stance is told is another question, answered on the fixtures.
ACCUSING = re.compile(r"lên án|cáo buộc|chỉ trích|vi phạm|khiêu khích|phản đối|tố cáo|bác bỏ|không thể chấp nhận", re.I)
WARNING = re.compile(r"cảnh báo|đáp trả|đe d[ọo][aạ]|trả đũa|trừng phạt|sẽ phải|hậu quả|tấn công", re.I)


def run(command, core=None, **options):
    """Runs a command, on one core if told so; gives its last line of output, as JSON, and its peak memory in MB."""
    pin = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=pin, **options
    )
    out, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{command} failed:\n{errors.decode(errors='replace')[-2000:]}")
    return json.loads(out.splitlines()[-1])


def peak(command):
    """Peak memory in MB of a command, by the kernel's own account of it."""
    code = "import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    out = subprocess.run([sys.executable, "-c", code, *map(str, command)], stdout=subprocess.PIPE, check=True)
    return int(out.stdout.split()[-1]) / 1024


def guess(text):
    accusing, warning = len(ACCUSING.findall(text)), len(WARNING.findall(text))
    return "accusatory" if accusing > warning else "warning" if warning else "neutral"


def cut(files):
    """Quotations and sentences with a reporting verb, of 140 to 520 bytes, in a fixed random order."""
    quotation = re.compile(r'[“"]([^“”"\n]{60,600})[”"]')
    sentence = re.compile(r"[^.!?\n]{60,420}[.!?]")
    verb = re.compile(r"cho biết|tuyên bố|nói|nhấn mạnh|cảnh báo|cáo buộc|khẳng định|lên án|kêu gọi")
    seen, quotations, sentences = set(), [], []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                pieces = [(quotations, match.group(1)) for match in quotation.finditer(text)]
                pieces += [(sentences, match.group(0)) for match in sentence.finditer(text) if verb.search(match.group(0))]
                for kind, piece in pieces:
                    piece = " ".join(piece.split())
                    if 140 <= len(piece.encode()) <= 520 and piece not in seen:
                        seen.add(piece)
                        kind.append(piece)
    random.Random(2).shuffle(sentences)
    found = quotations + sentences[: max(0, STATEMENTS - len(quotations))]
    random.Random(3).shuffle(found)
    return found


def statements(path):
    """(label, text) pairs and where they come from."""
    corpus = sorted((ROOT.parent / "shared/corpus").glob("*.jsonl.gz"))
    if path:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        records = [json.loads(line) if line.startswith("{") else {"text": line} for line in lines]
        source = path.name
    elif corpus:
        records, source = [{"text": text} for text in cut(corpus)], "statements cut from unlabelled news"
    else:
        files = sorted((ROOT / "fixtures/statements").glob("*.jsonl"))
        records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        random.Random(3).shuffle(records)
        source = "the committed fixtures, repeated"
    pairs = [(record.get("label") or guess(record["text"]), " ".join(record["text"].split())) for record in records]
    while len(pairs) < STATEMENTS and not path:
        pairs += pairs[: STATEMENTS - len(pairs)]
    return pairs[:STATEMENTS], source


def write(name, pairs):
    (WORK / f"{name}.tsv").write_text("".join(f"{label}\t{text}\n" for label, text in pairs), encoding="utf-8")
    records = ({"text": text, "label": label} for label, text in pairs)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (WORK / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


OTHER_PLACE = [(a, b) for x, y in ("oa", "oe", "uy") for a, b in zip(
    [unicodedata.normalize("NFC", x + tone + y) for tone in "\u0300\u0301\u0309\u0303\u0323"],
    [unicodedata.normalize("NFC", x + y + tone) for tone in "\u0300\u0301\u0309\u0303\u0323"])]
SWAPPED = {**dict(OTHER_PLACE), **{b: a for a, b in OTHER_PLACE}}
PLACES = re.compile("|".join(SWAPPED))
MARKS = re.compile(r"([,.;:!?()\"“”‘’…–/%-])")


FORMS_OF = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "tone placement": lambda text: PLACES.sub(lambda match: SWAPPED[match.group(0)], text),
    "capitals": str.upper,
    "marks spaced out": lambda text: MARKS.sub(r" \1 ", text),
    "marks glued": lambda text: re.sub(r" ?([,.;:!?()\"“”‘’…–/%-]) ?", r"\1", text),
}


def prepare(arguments):
    WORK.mkdir(parents=True, exist_ok=True)
    python = WORK / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}
    build = ["cargo", "build", "--release", "--quiet"]
    subprocess.run([*build, "-p", "thaido-benches", "--bin", "stage"], cwd=ROOT, env=environment, check=True)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET / "peers-rust"), "PYTHON": sys.executable}
    subprocess.run(build, cwd=HERE / "rust", env=environment, check=True)
    pairs, source = statements(arguments.text)
    write("all", pairs)
    share = TRAINING if len(pairs) > TRAINING else len(pairs) * 2 // 3
    write("train", pairs[:share])
    for name, form in FORMS_OF.items():
        write(name.replace(" ", "-"), [(label, form(text)) for label, text in pairs[:FORMS]])
    write("forms", pairs[:FORMS])
    prose = " ".join(text for _, text in pairs) + "\n"
    (WORK / "prose.txt").write_text(prose, encoding="utf-8")
    (WORK / "prose-nfd.txt").write_text(unicodedata.normalize("NFD", prose), encoding="utf-8")
    return pairs, share, source


STAGE = TARGET / "release/stage"
RUST = TARGET / "peers-rust/release/thaido-peers"
PYTHON = WORK / "venv/bin/python"


def in_python(peer):
    script = [PYTHON, HERE / "python_peers.py", peer]
    return {
        "train": lambda model="model": [*script, "train", WORK / "train.tsv", WORK / f"{peer}.python.{model}"],
        "label": lambda text: [*script, "label", WORK / f"{peer}.python.model", WORK / f"{text}.tsv"],
    }


def in_rust(peer):
    return {
        "train": lambda model="model": [RUST, peer, "train", WORK / "train.tsv", WORK / f"{peer}.rust.{model}"],
        "label": lambda text, threads=1: [RUST, peer, "label", WORK / f"{peer}.rust.model", WORK / f"{text}.tsv", threads],
        "threads": True,
    }


PEERS = {
    "thaido": {
        "prepare": [STAGE, "fit", WORK / "train.jsonl", WORK / "thaido.model"],
        "train": lambda _="model": [STAGE, "train", WORK / "train.jsonl"],
        "label": lambda text, threads=1: [STAGE, "label", WORK / "thaido.model", WORK / f"{text}.jsonl", threads],
        "threads": True,
    },
    "thaido, shipped model": {
        "label": lambda text, threads=1: [STAGE, "label", "-", WORK / f"{text}.jsonl", threads],
        "threads": True,
    },
    "fastText from Rust, 16 dimensions": in_rust("fasttext"),
    "fastText from Python": in_python("fasttext"),
    "underthesea_core from Rust": in_rust("underthesea"),
    "underthesea_core with its own preprocessing": in_python("underthesea"),
    "Vowpal Wabbit, its own file driver": in_python("vw"),
    "scikit-learn TF-IDF + logistic regression": in_python("sklearn"),
}


def spread(figures):
    return {"median": statistics.median(figures), "least": min(figures), "most": max(figures), "rounds": len(figures)}


def digest(found):
    return found["labels"] if isinstance(found["labels"], str) else hashlib.sha256("\n".join(found["labels"]).encode()).hexdigest()[:16]


def measure(arguments):
    pairs, share, source = prepare(arguments)
    environment = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    one = lambda command: run(command, arguments.core, env=environment)
    for peer in PEERS.values():
        if "prepare" in peer:
            one(peer["prepare"])
        if "train" in peer:
            one(peer["train"]())
    seconds = {name: {} for name in PEERS}
    accuracy, digests = {}, {}
    for turn in range(arguments.rounds):
        for name, peer in PEERS.items():
            found = one(peer["label"]("all"))
            assert found["statements"] == len(pairs), f"{name} labelled {found['statements']} of {len(pairs)} statements"
            accuracy[name] = found["accuracy"]
            assert digests.setdefault(name, digest(found)) == digest(found), f"{name} labels differently each time"
            seconds[name].setdefault("label", []).append(found["seconds"])
            if "train" in peer:
                seconds[name].setdefault("train", []).append(one(peer["train"]("again"))["seconds"])
            if peer.get("threads"):
                environment_two = {**environment, "RAYON_NUM_THREADS": "2"}
                two = run(peer["label"]("all", 2), env=environment_two)
                seconds[name].setdefault("label, two threads", []).append(two["seconds"])
        for name, text in (("tokenize", "prose"), ("tokenize NFD", "prose-nfd")):
            found = one([STAGE, "tokenize", WORK / f"{text}.txt"])
            seconds["thaido"].setdefault(name, []).append(found["seconds"])
        seconds.setdefault("wc -w", {}).setdefault("tokenize", []).append(count_words(arguments.core))
        print(f"round {turn + 1} of {arguments.rounds}", file=sys.stderr)
    size = sum(len(text.encode()) for _, text in pairs)
    result = {
        "date": datetime.date.today().isoformat(),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "source": source,
        "statements": len(pairs),
        "bytes": size,
        "training": share,
        "prose": {"bytes": (WORK / "prose.txt").stat().st_size, "bytes NFD": (WORK / "prose-nfd.txt").stat().st_size},
        "versions": versions(),
        "seconds": {name: {stage: spread(own) for stage, own in stages.items()} for name, stages in seconds.items()},
        "accuracy": accuracy,
        "training peak MB": {name: round(peak(peer["train"]("again"))) for name, peer in PEERS.items() if "train" in peer},
        "flips": flips(one),
        "start": {
            "load": {name: one([STAGE, "load", model]) for name, model in models()},
            "latency": {name: one([STAGE, "latency", model, WORK / "all.jsonl"]) for name, model in models()},
        },
        "objective": objective(one),
    }
    if not arguments.quick:
        result["growth"] = {rows: one([STAGE, "train", WORK / "all.jsonl", rows]) for rows in (10_000, 100_000, 1_000_000)}
    return result


def models():
    return ("shipped", "-"), ("of the comparison", WORK / "thaido.model")


def count_words(core):
    """Seconds of user time that `wc -w` takes, the least of three."""
    def once():
        before = os.times().children_user
        pin = lambda: os.sched_setaffinity(0, {core})
        text = WORK / "prose.txt"
        subprocess.run(["wc", "-w", text], env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, stdout=subprocess.DEVNULL, preexec_fn=pin, check=True)
        return os.times().children_user - before
    return min(once() for _ in range(3))


def flips(one):
    """Share of labels that change when the same statements come in another form; of those that the form changes."""
    found = {}
    plain = (WORK / "forms.tsv").read_text(encoding="utf-8").splitlines()
    for name, peer in PEERS.items():
        names = lambda text: one([*peer["label"](text), *(["names"] if peer["label"](text)[0] == STAGE else [])])["labels"]
        own = names("forms")
        found[name] = {}
        for form in FORMS_OF:
            file = form.replace(" ", "-")
            other = (WORK / f"{file}.tsv").read_text(encoding="utf-8").splitlines()
            pairs = [(a, b) for a, b, x, y in zip(own, names(file), plain, other) if x != y]
            found[name][form] = sum(a != b for a, b in pairs) / max(1, len(pairs))
    return found


def objective(one):
    """thaido's objective at thaido's and at scikit-learn's minimum, on the same rows."""
    own = one([STAGE, "train", WORK / "train.jsonl"])
    one([STAGE, "rows", WORK / "train.jsonl", WORK / "rows.bin"])
    theirs = one([PYTHON, HERE / "python_peers.py", "objective", WORK / "rows.bin"])
    return {"thaido": own, "scikit-learn": theirs, "relative": own["objective"] / theirs["minimum"] - 1}


def cpu():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def versions():
    pip = subprocess.run([PYTHON, "-m", "pip", "freeze"], stdout=subprocess.PIPE, check=True).stdout.decode()
    found = dict(line.split("==") for line in pip.splitlines() if "==" in line)
    lock = (HERE / "rust/Cargo.lock").read_text()
    for crate in ("fasttext", "underthesea_core"):
        found[f"{crate} (Rust)"] = re.search(rf'name = "{crate}"\nversion = "([^"]+)"', lock).group(1)
    found["python"] = platform.python_version()
    tell = lambda command, **options: subprocess.run(command, stdout=subprocess.PIPE, check=True, **options).stdout.decode().strip()
    found["rustc"] = tell(["rustc", "--version"], cwd=ROOT)
    found["thaido"] = tell(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--quick", action="store_true", help="leave out the training on a million statements")
    arguments = parser.parse_args()
    result = measure(arguments)
    name = re.sub(r"[^a-z0-9]+", "-", result["cpu"].lower()).strip("-")
    path = ROOT / "benches/results" / f"{result['date']}-{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, HERE / "table.py", path], check=True)


if __name__ == "__main__":
    main()
