"""What a training step costs as the catalogue and the number of users grow: a Markdown table, and a plot in SVG.

    python3 src/bench/python/scale.py target/scale --plot docs/images/scale.svg

runs `./multvae bench train` on generated data of each shape, one after the other, and keeps each result in the directory: what is there is not
measured again. A shape that is refused is in the table with its line. Plain Python 3, nothing else.
"""

import argparse
import json
import math
import pathlib
import shlex
import subprocess
import sys

SOFTMAX = ("full", "sampled")
COLOURS = {"full": "#1f5fa8", "sampled": "#c0561d"}
WIDTH, HEIGHT, MARGIN, GAP = 380, 250, 62, 46


def measure(options, softmax, items, users):
    """The figures of one shape, from the directory or from a run; {"refused": LINE} if the program refuses it."""
    result = options.directory / f"{softmax}-{items}-{users}.json"
    if not result.exists():
        command = shlex.split(options.command) + ["bench", "train", options.config]
        command += ["--users", str(users), "--items", str(items), "--events", str(users * options.events_per_user)]
        command += ["--warm-up", str(options.warm_up), "--times", str(options.times), "--json", str(result)]
        command += ["-D", f"train.softmax={softmax}"]
        print(shlex.join(command), file=sys.stderr, flush=True)
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if ended.returncode == 2:
            line = next(line for line in reversed(ended.stderr.splitlines()) if "expected" in line)
            result.write_text(json.dumps({"refused": line}), encoding="utf-8")
        elif ended.returncode != 0:
            sys.exit(ended.stderr)
    return json.loads(result.read_text(encoding="utf-8"))


def elapsed(figures):
    return figures["milliseconds"]["step"]["median"]


def processor(figures):
    """Of all threads, which other processes' work lengthens little."""
    return figures["milliseconds"]["processor time of a step, all threads"]["median"]


def peak(figures):
    return figures["peakResidentBytes"] / 1e6


def cells(figures):
    if "refused" in figures:
        return ["refused", "", ""]
    return [f"{cost(figures):,.0f}" for cost in (elapsed, processor, peak)]


def table(options, measured):
    head = ["items", "users"]
    for softmax in SOFTMAX:
        head += [f"{softmax}: step, ms", "processor, ms", "peak, MB"]
    lines = [head, ["---"] * len(head)]
    for items in options.items:
        for users in options.users:
            row = [f"{items:,}", f"{users:,}"]
            for softmax in SOFTMAX:
                row += cells(measured[softmax, items, users])
            lines.append(row)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def panel(at, title, unit, lines):
    """A plot with logarithmic axes.

    at: of its left upper corner. lines: by softmax, points of what grows and what it costs. A dashed line is proportional to
    what grows, from the first point of the first line on.
    """
    points = [point for line in lines.values() for point in line]
    first = lines[SOFTMAX[0]][0]
    last = max(x for x, _ in points)
    guide = [first, (last, first[1] * last / first[0])]
    low = [min(x for x, _ in points), min(y for _, y in points) / 1.3]
    high = [last, max(max(y for _, y in points), guide[1][1]) * 1.3]

    def place(point):
        x, y = ((math.log(v) - math.log(a)) / (math.log(b) - math.log(a)) for v, a, b in zip(point, low, high))
        return at[0] + MARGIN + x * (WIDTH - MARGIN - 20), at[1] + HEIGHT - 40 - y * (HEIGHT - 80)

    def path(line):
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, line))

    svg = [f'<text x="{at[0] + MARGIN}" y="{at[1] + 22}" font-weight="bold">{title}</text>']
    for x in sorted({x for x, _ in points}):
        px, py = place((x, low[1]))
        svg.append(f'<line x1="{px:.1f}" y1="{py:.1f}" x2="{px:.1f}" y2="{at[1] + 40}" stroke="#dddddd"/>')
        svg.append(f'<text x="{px:.1f}" y="{py + 18:.1f}" text-anchor="middle">{x:,}</text>')
    ticks = [f * 10.0**e for e in range(0, 7) for f in (1, 2, 5) if low[1] <= f * 10.0**e <= high[1]]
    for y in ticks:
        px, py = place((low[0], y))
        svg.append(f'<line x1="{px:.1f}" y1="{py:.1f}" x2="{at[0] + WIDTH - 20}" y2="{py:.1f}" stroke="#dddddd"/>')
        svg.append(f'<text x="{px - 6:.1f}" y="{py + 4:.1f}" text-anchor="end">{y:,.0f} {unit}</text>')
    svg.append(f'<polyline points="{path(guide)}" fill="none" stroke="#888888" stroke-dasharray="4 4"/>')
    for softmax, line in lines.items():
        svg.append(f'<polyline points="{path(line)}" fill="none" stroke="{COLOURS[softmax]}" stroke-width="2"/>')
        for x, y in map(place, line):
            svg.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[softmax]}"/>')
    return svg


def plot(options, measured):
    """Step time and memory, by items at the middle number of users and by users at the fewest items."""
    users, items = options.users[len(options.users) // 2], options.items[0]
    by_items = [(n, {softmax: measured[softmax, n, users] for softmax in SOFTMAX}) for n in options.items]
    by_users = [(n, {softmax: measured[softmax, items, n] for softmax in SOFTMAX}) for n in options.users]
    costs = [("ms", "Processor time of a step", processor), ("MB", "Peak memory", peak)]
    svg = []
    for row, (shapes, by) in enumerate([(by_items, f"by items, {users:,} users"), (by_users, f"by users, {items:,} items")]):
        for column, (unit, title, cost) in enumerate(costs):
            lines = {}
            for softmax in SOFTMAX:
                lines[softmax] = [(n, cost(ofs[softmax])) for n, ofs in shapes if "refused" not in ofs[softmax]]
            svg += panel((column * (WIDTH + GAP), 30 + row * HEIGHT), f"{title} {by}", unit, lines)
    for k, (name, colour) in enumerate([*COLOURS.items(), ("proportional", "#888888")]):
        svg.append(f'<line x1="{MARGIN + 130 * k}" y1="16" x2="{MARGIN + 24 + 130 * k}" y2="16" stroke="{colour}" stroke-width="2"/>')
        svg.append(f'<text x="{MARGIN + 30 + 130 * k}" y="20">{name}</text>')
    size = f'width="{2 * WIDTH + GAP + 20}" height="{2 * HEIGHT + 40}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#ffffff"/>', *svg, "</svg>"]) + "\n"


def numbers(text):
    return [int(number) for number in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path, help="where the figures are kept")
    parser.add_argument("--plot", type=pathlib.Path, help="the SVG file to write")
    parser.add_argument("--items", type=numbers, default=[20_000, 50_000, 100_000, 300_000])
    parser.add_argument("--users", type=numbers, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--events-per-user", type=int, default=70)
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--config", default="conf/ml20m.conf")
    parser.add_argument("--command", default="./multvae", help="what runs multvae")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    shapes = [(softmax, items, users) for items in options.items for users in options.users for softmax in SOFTMAX]
    measured = {shape: measure(options, *shape) for shape in shapes}
    print(table(options, measured))
    for (softmax, items, users), figures in measured.items():
        if "refused" in figures:
            print(f"\n{items:,} items, {users:,} users, {softmax}: {figures['refused']}")
    if options.plot:
        options.plot.write_text(plot(options, measured), encoding="utf-8")


if __name__ == "__main__":
    main()
