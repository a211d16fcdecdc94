#!/usr/bin/env python3
"""Every measurement beside its peer, in turns on this machine, as one Markdown table: run it after a change and compare ratios.

usage: python3 src/bench/python/peers.py [--only train,evaluate,...] [--turns 2] [--rows 20000263] [--out target/bench]

    train       a training step on data of MovieLens 20M's shape, beside PyTorch
    recvae      the same of RecVAE
    evaluate    users scored, ranked and measured a second, beside PyTorch
    preprocess  generated ratings to matrices, beside pandas and, where it is installed, DuckDB
    lists       the best 100 items of each of --users users, without a peer
    start       what short commands take from start to end, through the launcher and by java -jar

The peers need torch, numpy, scipy and pandas. What has no peer installed is left out, and said. Ours runs before and after the
peer, so that a machine that slows down shows. Both get tuned malloc settings, without which PyTorch takes up to twice as long, and
OpenBLAS kernels that suit the processor, which an OpenBLAS older than the processor does not find by itself.
"""
import argparse
import importlib.util
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
MALLOC = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 34), "MALLOC_ARENA_MAX": "1"}
SHAPE = ["--users", "118400", "--items", "19624", "--events", "8500000"]
HELD_OUT = ["--users", "10000", "--items", "19624", "--events", "720000"]
KINDS = ["train", "recvae", "evaluate", "preprocess", "lists", "start"]


def kernels():
    """What the launcher sets for OpenBLAS, unless it is set."""
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return {}
    if "avx2" not in cpu or "OPENBLAS_CORETYPE" in os.environ:
        return {}
    if "GenuineIntel" in cpu:
        return {"OPENBLAS_CORETYPE": "SkylakeX" if "avx512vl" in cpu and "avx512bw" in cpu else "Haswell"}
    return {"OPENBLAS_CORETYPE": "Zen"} if "AuthenticAMD" in cpu else {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(KINDS), help="which, divided by commas; empty: none")
    parser.add_argument("--turns", type=int, default=2, help="how often ours runs; the peer once less, at least once")
    parser.add_argument("--rows", type=int, default=20_000_263, help="ratings to preprocess")
    parser.add_argument("--users", type=int, default=118_400, help="users who get lists")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "bench")
    options = parser.parse_args()
    chosen = [kind for kind in options.only.split(",") if kind]
    unknown = sorted(set(chosen) - set(KINDS))
    if unknown:
        parser.error(f"--only: expected some of {','.join(KINDS)}, found {','.join(unknown)}")
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    table = ["| what | ours | peer | ratio | our memory, MB | the peer's |", "|---|---|---|---|---|---|"]
    for kind in chosen:
        print(f"measuring {kind}", file=sys.stderr, flush=True)
        rows, notes = globals()[kind](options)
        table += ["| " + " | ".join(row) + " |" for row in rows]
        for note in notes:
            print(note, file=sys.stderr)
    text = "\n".join([machine(), "", *table]) + "\n"
    (options.out / "peers.md").write_text(text, encoding="utf-8")
    print(text)


def machine():
    """What the figures are of: the processor, its widest vectors and how many of it."""
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        name = re.search(r"model name\s*: (.*)", cpu).group(1)
        vectors = next((v for v in ("avx512f", "avx2") if v in cpu), "neither AVX2 nor AVX-512")
    except (OSError, AttributeError):
        name, vectors = platform.processor() or platform.machine(), "vectors unknown"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"{name}, {vectors}, {os.cpu_count()} processors, load {load:.1f} at the end"


def has(*modules):
    return all(importlib.util.find_spec(module) for module in modules)


def run(command, **environment):
    """Standard output and error of a command that must succeed, seconds, and peak resident megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **MALLOC, **kernels(), **environment})
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)}: exit code {process.returncode}\n{text}")
    return text, seconds, usage.ru_maxrss / 1024


def turns(options, ours, peer):
    """Ours, the peer, ours, ...: each a function that gives (figure, megabytes)."""
    own, other = [ours()], []
    for _ in range(max(1, options.turns - 1)):
        if peer:
            other.append(peer())
        if len(own) < options.turns:
            own.append(ours())
    return own, other


def row(what, own, other, text, ratio):
    def cell(figures):
        return ", ".join(text(figure) for figure, _ in figures) or "not installed"

    def memory(figures):
        return ", ".join(f"{megabytes:,.0f}" for _, megabytes in figures)

    ratios = "" if not other else f"{ratio(median(own), median(other)):.2f}"
    return [what, cell(own), cell(other), ratios, memory(own), memory(other)]


def median(figures):
    return statistics.median(figure for figure, _ in figures)


def bench(options, what, config, shape, *more):
    file = options.out / f"{what}.json"
    _, _, megabytes = run(["./multvae", "bench", what, config, *shape, *more, "--json", file])
    return json.loads(file.read_text(encoding="utf-8")), megabytes


def torch_figure(command, pattern):
    text, _, megabytes = run([sys.executable, *command])
    return float(re.search(pattern, text).group(1)), megabytes


def step(options, what, config, script, steps, warm_up, times, printed="step"):
    def ours():
        figures, megabytes = bench(
            options, "train", config, SHAPE, "--warm-up", warm_up, "--times", times, "--save", options.out / what)
        return figures["milliseconds"]["step"]["median"], megabytes

    def peer():
        return torch_figure(
            [HERE / script[0], *script[1:], options.out / what / "train.npz", "--steps", steps], printed + r" ([\d.]+) ms")

    own, other = turns(options, ours, peer if has("torch", "numpy", "scipy") else None)
    return [row(f"a step, {config}, ms", own, other, lambda ms: f"{ms:.0f}", lambda a, b: a / b)], []


def train(options):
    return step(options, "train", "conf/ml20m.conf", ["pytorch_peer.py", "train"], 33, 15, 30)


def recvae(options):
    return step(options, "recvae", "conf/ml20m-recvae.conf", ["pytorch_recvae_peer.py"], 16, 16, 32, "three to one")


def evaluate(options):
    saved = options.out / "evaluate"

    def ours():
        figures, megabytes = bench(
            options, "evaluate", "conf/ml20m.conf", HELD_OUT, "--warm-up", 1, "--times", 3, "--save", saved,
            "-Devaluate.metrics=ndcg@100,recall@20,recall@50")
        return figures["usersPerSecond"], megabytes

    def peer():
        return torch_figure(
            [HERE / "pytorch_peer.py", "evaluate", saved / "fold-in.npz", saved / "held-out.npz"],
            r"([\d.]+) users per second")

    own, other = turns(options, ours, peer if has("torch", "numpy", "scipy") else None)
    return [row("evaluation, users per second", own, other, lambda users: f"{users:,.0f}", lambda a, b: a / b)], []


def ratings(options):
    file = options.out / f"ratings-{options.rows}.csv"
    if not file.exists():
        part = file.with_suffix(".part")
        run([sys.executable, HERE / "make_ratings.py", part, "--ratings", options.rows])
        part.rename(file)
    return file


def held_out_users(options):
    """Ten thousand of the users of MovieLens 20M, in proportion."""
    return max(1, 10_000 * options.rows // 20_000_263)


def preprocess(options):
    file = ratings(options)
    held_out = held_out_users(options)

    def ours():
        directory = options.out / "preprocess"
        _, seconds, megabytes = run(
            ["./multvae", "run", "conf/ml20m.conf", f"-Ddata.ratings={file}", f"-Drun.directory={directory}",
             f"-Dpreprocess.heldOutUsers={held_out}", "--stage", "fetch,preprocess", "--force"], MULTVAE_OPTS="-Xmx2g")
        return seconds, megabytes

    def peer(script, *more):
        def measured():
            _, seconds, megabytes = run(
                [sys.executable, HERE / script, file, options.out / script, "--heldout", held_out, *more])
            return seconds, megabytes

        return measured

    rows, notes = [], []
    own, other = turns(options, ours, peer("pandas_preprocess.py") if has("pandas") else None)
    what = f"preprocess, {options.rows:,} ratings, s"
    rows.append(row(what + ", beside pandas", own, other, lambda s: f"{s:.1f}", lambda a, b: a / b))
    if has("duckdb"):
        own, other = turns(options, ours, peer("duckdb_preprocess.py", "--threads", os.cpu_count()))
        rows.append(row(what + ", beside DuckDB", own, other, lambda s: f"{s:.1f}", lambda a, b: a / b))
    else:
        notes.append("preprocess: no duckdb installed, left out")
    return rows, notes


def lists(options):
    file = ratings(options)
    directory = options.out / "lists"
    run(["./multvae", "run", "conf/ml20m.conf", f"-Ddata.ratings={file}", f"-Drun.directory={directory}",
         f"-Dpreprocess.heldOutUsers={held_out_users(options)}", "-Dtrain.epochs=1", "--stage", "fetch,preprocess,train"],
        MULTVAE_OPTS="-Xmx2g")
    users = options.out / "users.csv"
    count, last = 0, None
    with open(file, encoding="utf-8") as rows, open(users, "w", encoding="utf-8") as out:
        out.write("user,item\n")
        next(rows)
        for line in rows:
            user, item, rating, _ = line.split(",")
            if float(rating) < 4:
                continue
            if user != last:
                count, last = count + 1, user
                if count > options.users:
                    break
            out.write(f"{user},{item}\n")

    def ours():
        target = options.out / "lists.csv"
        target.unlink(missing_ok=True)
        _, seconds, megabytes = run(
            ["./multvae", "recommend", "--run", directory, "--users", users, "--top", 100, "--out", target])
        return seconds, megabytes

    own, _ = turns(options, ours, None)
    cells = row(f"lists of 100 for {min(count, options.users):,} users, s", own, [], lambda s: f"{s:.1f}", None)
    cells[2] = "none"
    return [cells], []


def start(options):
    directory = options.out / "start"
    run(["./multvae", "run", "conf/quickstart.conf", f"-Drun.directory={directory}"])
    text, _, _ = run([sys.executable, HERE / "start.py", directory, "conf/quickstart.conf"])
    rows = []
    for line in text.splitlines()[2:]:
        name, own, plain = [cell.strip() for cell in line.strip("|").split("|")][:3]
        rows.append([f"start of {name}, s, beside java -jar", own, plain, f"{float(own) / float(plain):.2f}", "", ""])
    return rows, []


if __name__ == "__main__":
    main()
