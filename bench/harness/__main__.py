"""bench/run: see bench/README.md."""

import argparse
import os
import platform
import re
import resource
import shutil
import tempfile
import time
from pathlib import Path

import anonymizing
import comparisons
import servers

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
DEFAULT_SIZE = 2 * 10**9


class Bench:
    """What the comparisons share: a folder, the sizes, and the dataset once it is made."""

    def __init__(self, folder, arguments):
        self.folder, self.size = folder, arguments.size or DEFAULT_SIZE
        self.corpus_size = arguments.size or anonymizing.DEFAULT_SIZE
        self.presidio = arguments.presidio
        self.rounds, self.seconds = arguments.rounds, arguments.seconds
        self._store = None

    def store(self):
        if self._store is None:
            self._store = servers.Store(self.folder, self.size, comparisons.IDLE // 30 + 1)
        return self._store


def size(text):
    found = re.fullmatch(r"(\d+)([KMG]?)", text.upper())
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is not a size like 64M or 2G")
    return int(found[1]) * UNITS[found[2]]


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures obol against its peers on this machine.")
    parser.add_argument("what", nargs="*", default="all", choices=[*comparisons.NAMED, "all"])
    parser.add_argument("--size", type=size, help=f"bytes of the file, default 2G; of anonymize {anonymizing.DEFAULT_SIZE // 10**6}M")
    parser.add_argument("--rounds", type=int, default=5, help="measured pairs after one that warms up, default 5")
    parser.add_argument("--seconds", type=int, default=10, help="how long the JSON route is asked, default 10")
    parser.add_argument("--presidio", action="store_true", help="anonymize also measures Presidio, which it installs under target/")
    parser.add_argument("--folder", type=Path, help="where the data goes, default a new temporary folder")
    return parser.parse_args()


def main():
    given = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    folder = Path(tempfile.mkdtemp(prefix="obol-bench-", dir=given.folder))
    bench = Bench(folder, given)
    print(f"{time.strftime('%F %H:%M', time.gmtime())} UTC, {os.cpu_count()} CPUs, kernel {platform.release()},"
          f" load {os.getloadavg()[0]:.2f}, {bench.size / 1e9:.2f} GB (anonymize {bench.corpus_size / 1e6:.0f} MB), {given.rounds} pairs", flush=True)
    try:
        for name in comparisons.ALL if "all" in given.what else given.what:
            comparisons.NAMED[name](bench)
        print(f"\nEnded {time.strftime('%H:%M', time.gmtime())} UTC, load {os.getloadavg()[0]:.2f}.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
