#!/usr/bin/env python3
"""What a job on Spark costs at a size that nobody here can run, from parts that were measured.

usage: spark_cost.py log EVENTS                                the parts of an event log of Spark's
       spark_cost.py predict ROWS=EVENTS ROWS=EVENTS ROWS=EVENTS   a line through the first two logs, and its error at the third
       spark_cost.py cost [--users N] [--items N] [--events N] [--executors 8,64] [--cores N] [--network BYTES] [...]

EVENTS is a file that -Dspark.eventLog.enabled=true -Dspark.eventLog.rolling.enabled=false -Dspark.eventLog.compress=false writes. docs/spark.md has the
commands, where the constants below were measured, and what the model leaves out: waiting for slow tasks, failures, and the start of a cluster.
"""
import argparse
import json
import math
import sys

# Measured: preprocess, by rows of the input. Slopes of two event logs.
TASK_SECONDS_PER_ROW = 0.61e-6     # processor time of tasks
SHUFFLE_BYTES_PER_ROW = 8.35       # written by tasks for others, compressed
DRIVER_BYTES_PER_ROW = 2.20        # results that go to the driver: ids, counts, and the rows of the matrices
DRIVER_SECONDS_PER_ROW = 0.02e-6   # in which no job runs: the driver numbers ids and writes matrices
START_SECONDS = 5.0                # Spark and the jobs, whatever the size
# Measured: a step of 500 users in one process, layers of 600 and 200, by items: processor time, shared by two cores.
STEP_SECONDS = 0.041
STEP_SECONDS_PER_ITEM = 11.6e-6
ADAM_SECONDS_PER_WEIGHT = 0.75e-9  # of these (docs/performance.md), and no worker can do less of it than all
STEP_CORES = 2
# Measured: an exchange of two workers in one process, beyond the step itself and a second Adam: processor time.
EXCHANGE_SECONDS = 0.008
EXCHANGE_SECONDS_PER_BYTE = 2.15e-9  # to write a byte, to read it, and to add it up
# Measured: a user's list in one process, by items: processor time.
LIST_SECONDS_PER_ITEM = 0.040e-6

MEASURED_BATCH = 500
LAYER = 600
FLOAT = 4


def parts(path):
    """Sums over all tasks of an event log, and its seconds from start to end."""
    found = dict.fromkeys(("tasks", "task seconds", "processor seconds", "shuffle bytes", "driver bytes"), 0)
    start = end = 0
    jobs = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            kind = event["Event"]
            if kind == "SparkListenerApplicationStart":
                start = event["Timestamp"]
            elif kind == "SparkListenerApplicationEnd":
                end = event["Timestamp"]
            elif kind == "SparkListenerJobStart":
                jobs[event["Job ID"]] = -event["Submission Time"]
            elif kind == "SparkListenerJobEnd":
                jobs[event["Job ID"]] += event["Completion Time"]
            elif kind == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                task = event["Task Metrics"]
                found["tasks"] += 1
                found["task seconds"] += task["Executor Run Time"] / 1e3
                found["processor seconds"] += task["Executor CPU Time"] / 1e9
                found["shuffle bytes"] += task["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                found["driver bytes"] += task["Result Size"]
    if not found["tasks"] or not end:
        sys.exit(f"{path}: expected the event log of a job that has ended, found {found['tasks']} tasks"
                 + (" and no end" if not end else "") + "; run it again with -Dspark.eventLog.enabled=true")
    found["seconds"] = (end - start) / 1e3
    found["seconds without a job"] = found["seconds"] - sum(jobs.values()) / 1e3
    return found


def sized(text):
    rows, _, path = text.partition("=")
    try:
        return float(rows), parts(path)
    except (ValueError, OSError) as e:
        sys.exit(f"{text}: expected ROWS=FILE, found {e}; name the rows of the input and an event log")


def predict(logs):
    """A line through two points for each part, and what it says of the third."""
    (rows1, first), (rows2, second), (rows3, third) = map(sized, logs)
    print(f"| part | at {rows1:,.0f} rows | at {rows2:,.0f} | per row | predicted at {rows3:,.0f} | measured | error |")
    print("|---|---|---|---|---|---|---|")
    for part in first:
        slope = (second[part] - first[part]) / (rows2 - rows1)
        guess = first[part] + slope * (rows3 - rows1)
        print(f"| {part} | {first[part]:,.1f} | {second[part]:,.1f} | {slope:.3g} | {guess:,.1f} | {third[part]:,.1f}"
              f" | {100 * (guess / third[part] - 1):+.0f} % |")


def preprocess(size, executors):
    """Tasks share the rows, the shuffle goes through every machine's network, and the driver writes alone."""
    tasks = TASK_SECONDS_PER_ROW * size.events / (executors * size.cores)
    shuffle = SHUFFLE_BYTES_PER_ROW * size.events / (executors * size.network)
    driver = size.events * (DRIVER_BYTES_PER_ROW / size.network + DRIVER_SECONDS_PER_ROW)
    return {"start": START_SECONDS, "tasks": tasks, "shuffle": shuffle, "driver": driver}


def weights(size):
    return 2 * LAYER * size.items


def gradient_bytes(size):
    """All rows of the last layer, and of the first layer those of items in the batch, as if drawn alike often."""
    drawn = size.items * -math.expm1(-size.batch * size.events / size.users / size.items)
    return FLOAT * LAYER * (size.items + drawn)


def step(size, workers, every=1):
    """Seconds of a step: compute, Adam, and the exchange; of several steps to an exchange the mean."""
    faster = STEP_CORES / size.cores
    adam = ADAM_SECONDS_PER_WEIGHT * weights(size) * faster
    compute = ((STEP_SECONDS + STEP_SECONDS_PER_ITEM * size.items) * faster - adam) * size.batch / MEASURED_BATCH
    if workers == 1:
        return {"compute": compute, "Adam": adam, "network": 0, "writing": 0}
    sent = gradient_bytes(size) if every == 1 else 3 * FLOAT * weights(size)
    answers = workers if workers <= 4 else 2 * math.ceil(math.sqrt(workers))  # into one machine, then into the driver
    return {
        "compute": compute / workers,
        "Adam": adam * (2 if every == 1 else 1),  # the driver's replica waits for the sum, and the workers for the driver
        "network": (2 + answers) * sent / size.network / every,  # a broadcast passes each machine once in and once out
        "writing": (EXCHANGE_SECONDS + sent * EXCHANGE_SECONDS_PER_BYTE * (1 + (1 + answers) / 2)) / every,  # the driver reads all
    }


def train(size, workers):
    steps = size.epochs * math.ceil(size.users / size.batch)
    return {part: steps * seconds for part, seconds in step(size, workers).items()}


def recommend(size, executors):
    model = FLOAT * weights(size) / size.network
    lists = size.users * LIST_SECONDS_PER_ITEM * size.items / (executors * size.cores)
    return {"start": START_SECONDS, "model": model, "lists": lists}


def words(seconds):
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


def cost(size):
    print(f"{size.users:,.0f} users, {size.items:,.0f} items, {size.events:,.0f} events; {size.cores} cores to an executor,"
          f" {size.network / 1e9:.2f} GB/s; {size.epochs} epochs in steps of {size.batch:,} users\n")
    print("| stage | executors | time | most of it |\n|---|---|---|---|")
    for executors in size.executors:
        stages = {"preprocess": preprocess(size, executors), "train, one worker": train(size, 1),
                  f"train, {executors} workers": train(size, executors), "recommend to all": recommend(size, executors)}
        for stage, found in stages.items():
            most = max(found, key=found.get)
            print(f"| {stage} | {executors} | {words(sum(found.values()))} | {most} {words(found[most])} |")
    print("\nHow much faster N workers are than one, per user trained on (below 1: data-parallel training does not pay off):\n")
    workers = (2, 4, 8, 64)
    print("| items | batch | one worker's step | " + " | ".join(f"{n} workers" for n in workers)
          + " | " + " | ".join(f"{n}, averaged every 20 steps" for n in workers) + " |")
    print("|---|---|---|" + "---|" * (2 * len(workers)))
    for items in (20_000, 100_000, size.items):
        for batch in (500, 4_000, 32_000):
            other = argparse.Namespace(**{**vars(size), "items": items, "batch": batch})
            one = sum(step(other, 1).values())
            ratios = [one / sum(step(other, n).values()) for n in workers]
            ratios += [one / sum(step(other, n, 20).values()) for n in workers]
            print(f"| {items:,.0f} | {batch:,} | {words(one)} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")


def positive(text):
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text}")
    return number


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = p.add_subparsers(dest="command", required=True)
    commands.add_parser("log").add_argument("events")
    commands.add_parser("predict").add_argument("logs", nargs=3, metavar="ROWS=EVENTS")
    c = commands.add_parser("cost")
    c.add_argument("--users", type=positive, default=1e7), c.add_argument("--items", type=positive, default=1e6)
    c.add_argument("--events", type=positive, default=1e9), c.add_argument("--epochs", type=positive, default=3)
    c.add_argument("--batch", type=positive, default=500, help="users in a step")
    c.add_argument("--executors", type=lambda text: [int(positive(n)) for n in text.split(",")], default=[8, 64])
    c.add_argument("--cores", type=positive, default=8, help="of an executor, and of the driver")
    c.add_argument("--network", type=positive, default=1.25e9, help="bytes per second into and out of a machine (10 Gbit/s)")
    a = p.parse_args()
    if a.command == "log":
        for part, value in parts(a.events).items():
            print(f"{part}: {value:,.1f}")
    elif a.command == "predict":
        predict(a.logs)
    else:
        cost(a)


if __name__ == "__main__":
    main()
