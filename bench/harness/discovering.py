"""The router over many members, and the index of an on-chain registry."""

import json
import os
import sys

import measure
import servers

SIZES = [(100, 100, "1g"), (1000, 100, "3g")]
MILLION = [(10000, 100, "6g")]
AGENTS = 10_000
FIGURES = ("first_sweep_s", "unchanged_sweep_s", "heap_mb", "document_mb", "gzip_mb")
SEARCHES = ("words_ms", "price_ms", "everything_ms")


def java(heap, name, *arguments):
    """Runs one of our programs; what it says, and the JSON in its last line."""
    path = f"{servers.ROOT}/bench/target/classes:{servers.ROOT}/bench/target/lib/*"
    command = [f"{os.environ['JAVA_HOME']}/bin/java", f"-Xmx{heap}", "--enable-native-access=ALL-UNNAMED", "-cp", path, f"org.obol.bench.{name}", *map(str, arguments)]
    sample, output = measure.timed(command)
    return sample, json.loads(output.strip().splitlines()[-1])


def router(bench):
    sweeps(bench, SIZES, bench.rounds)


def million(bench):
    """Once: it takes minutes and 6 GB of heap."""
    sweeps(bench, MILLION, 1)


def sweeps(bench, sizes, rounds):
    rows, samples = [], []
    for members, entries, heap in sizes:
        runs = []
        for turn in range(rounds):
            sample, found = java(heap, "RouterScale", bench.folder / f"router-{members}-{turn}", members, entries)
            samples.append(sample)
            runs.append((sample, found))
            print(".", end="", file=sys.stderr, flush=True)
        first = runs[0][1]
        rows.append([f"{members:,} × {entries}", f"{first['entries']:,}"]
                    + [measure.spread((found[name] for _, found in runs), 1 if name.endswith("mb") else 2) for name in FIGURES]
                    + [measure.spread((sample.rss for sample, _ in runs), 0)]
                    + [measure.spread((found[name]["p50"] for _, found in runs), 1) for name in SEARCHES])
    print(file=sys.stderr)
    measure.table("Router", ["members × offers", "rows", "first sweep s, members included", "unchanged sweep s", "heap MB", "document MB", "gzip MB", "peak RSS MB",
                             "two words, p50 ms", "price, p50 ms", "everything, p50 ms"], rows)
    print("\nA process each time, which plays the members too; they make their catalogs when they are first asked. Nothing is verified.", flush=True)
    measure.others_line(samples)


def indexer(bench):
    sample, found = java("1g", "IndexerSpeed", bench.folder / "indexer", servers.ROOT / "devnet/target/anvil", AGENTS, bench.rounds + 1)
    cold, *warm = (found["events"] / seconds for seconds in found["seconds"])
    measure.table(f"Index of {found['agents']:,} agents, {found['events']:,} events, from an empty database",
                  ["events/s, first in the process", "events/s, the rounds after it", "database MB"], [[f"{cold:.0f}", measure.spread(warm, 0), found["db_mb"]]])
    print("\nOne process; the node is anvil on the same machine, the agents' files are in their URIs, 60 agents in a block.", flush=True)
    measure.others_line([sample])
