"""The comparisons. Each prints its tables; every pair is measured alternately in one run."""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import anonymizing
import discovering
import measure
import servers
import training
from measure import GB, Sample

HERE = Path(__file__).resolve().parent
SERVER_CPU, CLIENT_CPU = 0, 1
SLOW, SLOW_RATE = 500, 64 << 10
IDLE, IDLE_RATE, IDLE_SECONDS = 2000, 8 << 10, 45
ETHERNET = 1448
ASKING = 8
PACED = 1000


def interleaved(rounds, contenders):
    """Runs every contender once to warm up, then all of them in turn; returns the samples of each."""
    samples = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, run in contenders.items():
            sample = run()
            if turn:
                samples[name].append(sample)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return samples


def inside(command, server):
    """Runs a client that prints how long the download itself took, without the client's own start."""
    sample, output = measure.timed(measure.pinned([str(c) for c in command], CLIENT_CPU), server)
    sample.wall = float(output)
    return sample


def serve(bench):
    store = bench.store()
    with servers.Nginx(store, SERVER_CPU) as nginx, servers.Node(store, SERVER_CPU) as node:
        def discard(server, connections):
            command = [sys.executable, str(HERE / "discard.py"), server.port, server.file_path, server.token, connections]
            return inside(command, server)

        def curl(server):
            url = f"http://127.0.0.1:{server.port}{server.file_path}"
            command = ["curl", "-sSf", "-o", "/dev/null", "-w", "%{time_total}"]
            return inside(command + ["-H", f"Authorization: Bearer {server.token}", url], server)

        kinds = {
            "discard, 1 connection": (1, lambda s: discard(s, 1)),
            "discard, 8 connections": (8, lambda s: discard(s, 8)),
            "curl, 1 connection": (1, curl),
        }
        rows, everything = [], []
        for kind, (files, run) in kinds.items():
            samples = interleaved(bench.rounds, {s.name: (lambda s=s: run(s)) for s in (nginx, node)})
            gb = files * store.size / GB
            for name, of in samples.items():
                everything += of
                rows.append([
                    kind, name,
                    measure.spread(gb / s.wall for s in of),
                    measure.spread((s.server / gb for s in of), 3),
                    "" if name == "nginx" else measure.ratios([s.server for s in of], [s.server for s in samples["nginx"]]),
                ])
    measure.table("Serve", ["client", "server", "GB/s", "server CPU s/GB", "CPU of nginx, pair by pair"], rows)
    measure.others_line(everything)


def asked(server, seconds, rate):
    command = servers.java_command("RouteLoad", server.port, server.json_path, server.token, ASKING, seconds, rate)
    return json.loads(measure.timed(measure.pinned(command, CLIENT_CPU), server)[1])


@contextlib.contextmanager
def slow_readers(store, server, count, rate, segment):
    tokens = store.folder / f"tokens-{server.name}"
    tokens.write_text("\n".join(server.tokens))
    command = [sys.executable, str(HERE / "slowreaders.py"), server.port, server.file_path, tokens, count, rate, segment]
    process = subprocess.Popen(
        measure.pinned([str(c) for c in command], CLIENT_CPU), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    held = {}
    try:
        if process.stdout.readline().strip() != "ready":
            raise SystemExit("the slow readers could not begin")
        yield held
    finally:
        process.stdin.close()
        held.update(json.loads(process.stdout.readline() or "{}"))
        process.wait(30)


def slow(bench):
    store = bench.store()
    with servers.Node(store, SERVER_CPU) as node, servers.Nginx(store, SERVER_CPU, node.json_body()) as nginx:
        results = {}
        lost = 0
        for turn in range(bench.rounds + 1):
            seconds = bench.seconds if turn else 2
            for server in (nginx, node):
                found = {"alone": asked(server, min(5, seconds), 0)}
                with slow_readers(store, server, SLOW, SLOW_RATE, ETHERNET) as held:
                    time.sleep(2)
                    found[f"{SLOW} slow readers"] = asked(server, seconds, 0)
                    found[f"{SLOW} slow readers, paced"] = asked(server, seconds, PACED)
                lost += held["asked"] - held["alive"]
                time.sleep(1)
                if turn:
                    for name, answer in found.items():
                        results.setdefault((name, server.name), []).append(answer)
            print(".", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        body = len(node.json_body())
    rows = []
    for (name, server), answers in sorted(results.items()):
        rows.append([name, server] + [measure.spread((a["per_second"] for a in answers), 0)] + [
            measure.spread(a[q] / 1000 for a in answers) for q in ("p50", "p99", "p999")
        ])
    measure.table(
        f"JSON route ({body} bytes, {ASKING} connections, {bench.seconds} s, alone 5 s; paced = {PACED} requests/s)",
        ["load", "server", "requests/s", "p50 ms", "p99 ms", "p99.9 ms"], rows,
    )
    print(f"\nSlow readers lost: {lost}.", flush=True)


def buy(bench):
    store = bench.store()
    out = store.folder / "bought"
    home = store.folder / "buyer"
    with servers.Node(store, None) as node:
        url = f"http://127.0.0.1:{node.port}"

        def fresh():
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)
            out.mkdir()
            measure.drop_dirty()

        def obol(connections):
            fresh()
            command = [servers.OBOL, "buy", "dataset", url, "--id", servers.DATASET, "--member-token", node.token,
                       "--out", str(out / "f"), "--connections", str(connections)]
            return measure.timed(command, node, env=dict(os.environ, OBOL_CONFIG_DIR=str(home)))[0]

        def shell(script):
            fresh()
            get = f"curl -sSf -o f -H 'Authorization: Bearer {node.token}' {url}{node.file_path}"
            return measure.timed(["sh", "-c", script.replace("GET", get)], node, cwd=out)[0]

        samples = interleaved(bench.rounds, {
            "curl && openssl": lambda: shell("GET && openssl dgst -sha256 f"),
            "curl && sync f && openssl": lambda: shell("GET && sync f && openssl dgst -sha256 f"),
            "obol buy, 1 connection": lambda: obol(1),
            "obol buy, 4 connections": lambda: obol(4),
            "obol buy, 8 connections": lambda: obol(8),
        })
        fresh()
    compared("Buy, verify, write to disk", store.size, samples, "server CPU s/GB")


def ingest(bench):
    folder = bench.folder
    rows = servers.rows(folder, bench.size)
    home, copy = folder / "ingest", folder / "copy"

    def fresh():
        shutil.rmtree(home, ignore_errors=True)
        copy.unlink(missing_ok=True)
        measure.drop_dirty()

    def obol():
        fresh()
        command = [servers.OBOL, "dataset", "from", str(rows), "--name", "bench"]
        return measure.timed(command, env=dict(os.environ, OBOL_CONFIG_DIR=str(home)))[0]

    def shell(script):
        fresh()
        return measure.timed(["sh", "-c", script, "sh", str(rows), str(copy)])[0]

    samples = interleaved(bench.rounds, {
        "cp && openssl": lambda: shell('cp "$1" "$2" && openssl dgst -sha256 "$2"'),
        "cp && sync g && openssl": lambda: shell('cp "$1" "$2" && sync "$2" && openssl dgst -sha256 "$2"'),
        "obol dataset from": obol,
        "(cp && sync g)": lambda: shell('cp "$1" "$2" && sync "$2"'),
        "(openssl)": lambda: shell('openssl dgst -sha256 "$1"'),
    })
    fresh()
    compared("Ingest", rows.stat().st_size, samples, None)


def compared(title, size, samples, server_column):
    gb = size / GB
    peers = list(samples)[:2]
    head = ["what", "s", "GB/s", "CPU s/GB"] + ([server_column] if server_column else [])
    head += [f"speed of `{peer}`" for peer in peers]
    rows = []
    for name, of in samples.items():
        row = [f"`{name}`", measure.spread(s.wall for s in of), measure.spread(gb / s.wall for s in of),
               measure.spread(s.cpu / gb for s in of)]
        row += [measure.spread(s.server / gb for s in of)] if server_column else []
        row += [measure.ratios([p.wall for p in samples[peer]], [s.wall for s in of]) for peer in peers]
        rows.append(row)
    measure.table(title, head, rows)
    measure.others_line(s for of in samples.values() for s in of)


def log(bench):
    file = bench.folder / "log.json"
    if not file.exists():
        servers.java("LongLog", file, 10_000)
    environment = dict(os.environ, OBOL_CONFIG_DIR=str(bench.folder / "nobody"))

    def verify(options=""):
        command = [servers.OBOL, "dataset", "verify", str(file)]
        sample, output = measure.timed(command, env=dict(environment, OBOL_JAVA_OPTS=options))
        if "valid" not in output:
            raise SystemExit(output)
        return sample

    samples = interleaved(bench.rounds, {
        "`obol dataset verify log.json`": verify,
        "the same with the optimizing compiler": lambda: verify("-XX:TieredStopAtLevel=4"),
        "`obol --version`": lambda: measure.timed([servers.OBOL, "--version"], env=environment)[0],
    })
    rows = [[name, measure.spread(s.wall for s in of), measure.spread(s.cpu for s in of)] for name, of in samples.items()]
    measure.table(f"Log of 10,000 entries ({file.stat().st_size / 1e6:.1f} MB)", ["what", "s", "CPU s"], rows)
    measure.others_line(s for of in samples.values() for s in of)


def idle(bench):
    store = bench.store()
    rows = []
    with servers.Node(store, SERVER_CPU) as node:
        def look(when):
            pid = node.process.pid
            before = (measure.status(pid, "VmRSS") / 1024, measure.status(pid, "Threads"))
            rows.append([when, f"{servers.heap_mb(pid):.0f}", f"{before[0]:.0f}", before[1]])

        asked(node, bench.seconds, 0)
        look("before")
        with slow_readers(store, node, IDLE, IDLE_RATE, ETHERNET) as held:
            spent, begin = node.cpu(), time.monotonic()
            time.sleep(IDLE_SECONDS)
            busy = (node.cpu() - spent) / (time.monotonic() - begin)
            look(f"{IDLE:,} slow downloads, after {IDLE_SECONDS} s")
        time.sleep(2)
        look("after")
    measure.table("Slow downloads held open", ["when", "live heap MB", "RSS MB", "threads"], rows)
    print(
        f"\n{held['alive']} of {held['asked']} downloads were still open; they took {held['bytes'] / held['seconds'] / 1e6:.1f} MB/s"
        f" in all, the node {busy:.2f} of a core.", flush=True,
    )


def micro(bench):
    home = os.environ["JAVA_HOME"]
    path = f"{servers.ROOT}/bench/target/classes:{servers.ROOT}/bench/target/lib/*"
    command = [f"{home}/bin/java", "-cp", path, "org.openjdk.jmh.Main", "org.obol.bench", "-rf", "json", "-rff",
               str(bench.folder / "jmh.json")]
    subprocess.run(command, check=True, stdout=sys.stderr)
    results = json.loads((bench.folder / "jmh.json").read_text())
    rows = []
    for result in results:
        metric = result["primaryMetric"]
        samples = [value for fork in metric["rawData"] for value in fork]
        rows.append([result["benchmark"].removeprefix("org.obol.bench."), measure.spread(samples, 1), metric["scoreUnit"]])
    measure.table("Micro", ["benchmark", "median (min–max)", "unit"], rows)


def pay(bench):
    home = os.environ["JAVA_HOME"]
    path = f"{servers.ROOT}/bench/target/classes:{servers.ROOT}/bench/target/lib/*"
    rows = []
    for connections in (1, 8):
        folder = bench.folder / f"pay-{connections}"
        folder.mkdir()
        command = [f"{home}/bin/java", "-cp", path, "org.obol.bench.PaidJoins", str(folder), "300", str(connections)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])
        rows.append([connections, found["joins_per_second"], found["join_p50"], found["join_p99"], found["challenge_p50"], found["challenge_p99"]])
    measure.table("Paid joins, embedded facilitator, a block for each transaction",
                  ["connections", "joins/s", "join p50 ms", "p99 ms", "challenge p50 ms", "p99 ms"], rows)


def finetune_tiny(bench):
    training.compete(bench, training.TINY, interleaved)


def finetune(bench):
    finetune_tiny(bench)
    training.compete(bench, training.MEDIUM, interleaved)


ALL = {f.__name__: f for f in (log, ingest, anonymizing.anonymize, buy, serve, idle, micro, pay, discovering.router, discovering.indexer, slow)}
# Only where they are named: Presidio or PyTorch is installed, or the memory of a large machine is wanted.
NAMED = {**ALL, "accuracy": anonymizing.accuracy, "finetune": finetune, "finetune-tiny": finetune_tiny, "router-million": discovering.million}
