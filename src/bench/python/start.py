"""What short commands take from the start of the JVM to its end: through the launcher, and by java -jar with the JVM's own settings.

    python3 src/bench/python/start.py RUN CONFIG [--times 5]

RUN is the directory of a finished run, CONFIG its configuration. The two take turns. Each figure is the median; processor seconds
are user and sys of all threads.
"""

import argparse
import resource
import statistics
import subprocess
import time

LAUNCHER = ["./multvae"]
PLAIN = ["java", "-jar", "target/multvae.jar"]


def seconds(command):
    """Wall and processor seconds of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("config")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    commands = [
        ["--help"],
        ["inspect", options.run],
        ["recommend", "--run", options.run, "--likes", "1"],
        ["run", options.config, f"-Drun.directory={options.run}"],
    ]
    seconds(LAUNCHER + ["--version"])  # makes the archive of classes, if there is none
    print("| command | ./multvae, s | java -jar, s | ./multvae, processor s | java -jar, processor s |")
    print("|---|---|---|---|---|")
    for command in commands:
        turns = [(seconds(LAUNCHER + command), seconds(PLAIN + command)) for _ in range(options.times)]
        cells = [statistics.median(turn[which][what] for turn in turns) for what in (0, 1) for which in (0, 1)]
        print(f"| `{command[0]}` | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
