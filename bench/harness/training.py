"""Fine-tuning: our trainer beside PyTorch on the same model, records and settings, each on the same two CPUs."""

import datetime
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import measure
import servers

HERE = Path(__file__).resolve().parent
CPUS, THREADS = "0,1", 2
RANK, ALPHA, LEARNING_RATE = 8, 16, 0.0002
TARGETS = "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj".split()
# Contenders make batches in orders of their own and begin with adapters of their own, so their losses are close and not equal.
CLOSE = 0.01
WORDS = "a list of records is one line text and each owner signs every version so the buyer knows which it was made before this answer will help with order".split()


@dataclass
class Shape:
    """What is trained. The second half of the steps counts, when compilers and allocators have settled."""

    preset: str
    length: int
    batch: int
    accumulation: int
    steps: int

    def tokens(self):
        return self.length * self.batch * self.accumulation


TINY = Shape("tiny-llama", 64, 4, 2, 100)
MEDIUM = Shape("medium-llama", 128, 2, 1, 8)


class Run:
    """What one training did: milliseconds of its settled steps, the losses, and what the process cost."""

    def __init__(self, ended, losses, sample):
        steps = [b - a for a, b in zip(ended, ended[1:])]
        self.ms = 1000 * statistics.median(steps[len(steps) // 2:])
        self.losses, self.sample = losses, sample


class Contest:
    """A base model with random weights, records of one length, and those who train on them."""

    def __init__(self, bench, shape):
        self.shape, self.python = shape, oracle()
        self.folder = bench.folder / shape.preset
        self.folder.mkdir()
        self.out = self.folder / "out"
        self.base, self.records, self.tokens = (self.folder / name for name in ("base", "records.jsonl", "tokens.json"))
        self.environment = dict(os.environ, OBOL_CONFIG_DIR=str(self.folder / "home"), OMP_NUM_THREADS=str(THREADS))
        subprocess.run([servers.OBOL, "finetune", "base-init", str(self.base), "--preset", shape.preset, "--seed", "1"],
                       env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        write_records(self.records, shape)
        servers.java("EncodedRecords", self.base, self.records, shape.length, self.tokens)
        if any(len(record["ids"]) != shape.length for record in json.loads(self.tokens.read_text())):
            raise SystemExit(f"the records are not all of {shape.length} tokens")

    def timed(self, command, **options):
        shutil.rmtree(self.out, ignore_errors=True)
        measure.drop_dirty()
        return measure.timed(measure.pinned([str(c) for c in command], CPUS), env=self.environment, **options)

    def obol(self, *backend):
        s = self.shape
        sample, _ = self.timed([
            servers.OBOL, "finetune", "--dataset", self.records, "--unverified-dataset", "--base-model", self.base, "--out", self.out,
            "--template", "chatml", "--held-out", "0", "--device", "cpu", "--threads", THREADS, "--rank", RANK, "--alpha", ALPHA,
            "--learning-rate", LEARNING_RATE, "--batch-size", s.batch, "--accumulation", s.accumulation, "--max-length", s.length, *backend])
        with open(self.out / "logs" / "progress.jsonl") as lines:
            steps = [event for event in map(json.loads, lines) if event.get("event") == "step"]
        ended = [datetime.datetime.fromisoformat(event["time"]).timestamp() for event in steps]
        return Run(ended, [float(event["loss"]) for event in steps], sample)

    def torch(self):
        s = self.shape
        order = self.folder / "order.json"
        order.write_text(json.dumps({
            "base": str(self.base), "records": str(self.tokens), "out": str(self.out), "threads": THREADS, "rank": RANK, "alpha": ALPHA,
            "targets": TARGETS, "learning_rate": LEARNING_RATE, "batch": s.batch, "accumulation": s.accumulation}))
        with open(order) as told:
            sample, output = self.timed([self.python, HERE / "torch_peer.py"], stdin=told)
        self.found = json.loads(output.strip().splitlines()[-1])
        return Run(self.found["ended"], self.found["losses"], sample)


def oracle():
    return subprocess.run([servers.ROOT / "bench/oracle/python", "torch"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def write_records(file, shape):
    """Completions that are longer than what is trained on, so that all records are cut to one length; the same for the same shape."""
    chance = random.Random(shape.preset)
    with open(file, "w", encoding="utf-8") as out:
        for number in range(shape.steps * shape.batch * shape.accumulation):
            words = " ".join(chance.choices(WORDS, k=shape.length))
            out.write(json.dumps({"prompt": f"What is item {number:05}?", "completion": words}) + "\n")


def compete(bench, shape, interleaved):
    contest = Contest(bench, shape)
    samples = interleaved(bench.rounds, {
        "PyTorch, a plain loop": contest.torch,
        "`obol finetune`": lambda: contest.obol("--backend", "jvm"),
        "`obol finetune --backend trl`": lambda: contest.obol("--backend", "trl", "--python", contest.python),
    })
    peer, rows = samples["PyTorch, a plain loop"], []
    wanted = statistics.mean(peer[0].losses)
    for name, runs in samples.items():
        if any(len(run.losses) != shape.steps or abs(statistics.mean(run.losses) / wanted - 1) > CLOSE for run in runs):
            raise SystemExit(f"{name} did not train on the same: {runs[0].losses} where PyTorch has {peer[0].losses}")
        rows.append([
            name, measure.spread((r.ms for r in runs), 1), measure.spread((1000 * shape.tokens() / r.ms for r in runs), 0),
            measure.ratios([r.ms for r in runs], [r.ms for r in peer]), measure.spread((r.sample.wall for r in runs), 1),
            measure.spread((r.sample.cpu for r in runs), 1), measure.spread((r.sample.rss for r in runs), 0),
            f"{runs[0].losses[0]:.3f} → {runs[0].losses[-1]:.3f}"])
    measure.table(
        f"Fine-tune {shape.preset}: {shape.steps} steps of {shape.batch * shape.accumulation} records of {shape.length} tokens",
        ["what", "ms a step", "tokens/s", "× PyTorch's ms, pair by pair", "whole process s", "CPU s", "peak RSS MB", "loss"], rows)
    print(f"\nLoRA of rank {RANK} on all seven projections ({contest.found['weights']:,} weights), 32-bit floats, {contest.found['threads']} threads on CPUs {CPUS}; a batch has {shape.batch} records."
          f" A step is the median of the second half of the steps. {contest.found['version']}.", flush=True)
    measure.others_line(run.sample for runs in samples.values() for run in runs)
