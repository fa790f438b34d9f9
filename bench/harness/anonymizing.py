"""The anonymizer: how fast it is beside regular expressions and Presidio, and how right."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import measure
import servers

HERE = Path(__file__).resolve().parent
LABELLED = servers.ROOT / "anonymize/src/test/resources/org/obol/anonymize/labelled.txt"
MB = 1e6
DEFAULT_SIZE = 200 * 10**6
SLICE = 20 * 10**6
RECORDS = 1000
WARM, MEASURED = 3, 5
PROFILES, THREADS = ("reference", "full"), (1, 2)
VECTORS = ("--add-modules", "jdk.incubator.vector")
PRESIDIO = ("presidio-analyzer==2.2.366", "spacy==3.8.18")
# Entities of Presidio and the labels that mean the same.
LABELS = {
    "EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE", "CREDIT_CARD": "CREDIT_CARD", "IP_ADDRESS": "IPV4 or IPV6", "MAC_ADDRESS": "MAC", "IBAN_CODE": "IBAN",
    "US_SSN": "SSN", "US_ITIN": "ITIN", "UK_NINO": "UK_NINO", "UK_NHS": "UK_NHS", "ES_NIF": "ES_DNI", "ES_NIE": "ES_DNI", "DE_TAX_ID": "DE_TAX_ID",
    "IT_FISCAL_CODE": "IT_FISCAL_CODE", "PL_PESEL": "PL_PESEL", "IN_AADHAAR": "IN_AADHAAR", "CA_SIN": "CA_SIN", "CRYPTO": "BTC_ADDRESS",
}
REFERENCE = ("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IP_ADDRESS", "US_SSN")
SCORES = (0.0, 0.4)


class Missing(Exception):
    """A peer that cannot be had here."""


def java(name, *arguments, options=()):
    """Runs one of our programs and returns the JSON in its last line."""
    home = os.environ["JAVA_HOME"]
    path = f"{servers.ROOT}/bench/target/classes:{servers.ROOT}/bench/target/lib/*"
    command = [f"{home}/bin/java", *options, "-cp", path, f"org.obol.bench.{name}", *map(str, arguments)]
    sample, output = measure.timed(command)
    return sample, json.loads(output.strip().splitlines()[-1])


def cut(corpus, slice_file, size):
    """The first whole lines of the corpus, about this many bytes."""
    with open(corpus, "rb") as whole, open(slice_file, "wb") as part:
        written = 0
        for line in whole:
            if written >= size:
                break
            written += part.write(line)
    return slice_file


def anonymize(bench):
    folder, size = bench.folder, bench.corpus_size
    corpus = folder / "corpus.jsonl"
    servers.java("ChatCorpus", corpus, size)
    part = cut(corpus, folder / "slice.jsonl", SLICE)
    samples = in_memory(corpus)
    samples += commands(bench, corpus, part)
    measure.others_line(samples)
    if bench.presidio:
        presidio_speed(corpus)
    else:
        print("\nPresidio was not asked for: `bench/run anonymize --presidio`.", flush=True)


def in_memory(corpus):
    heap = f"-Xmx{1024 + 2 * corpus.stat().st_size // 10**6}m"
    rows, samples = [], []
    for profile in PROFILES:
        for threads in THREADS:
            for options in (VECTORS, ()):
                sample, found = java("AnonymizeThroughput", corpus, profile, threads, WARM, MEASURED, options=(heap, *options))
                samples.append(sample)
                rows.append([profile, found["path"], threads, *speeds(found, threads == 1)])
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    measure.table(f"Anonymize from memory to nowhere ({corpus.stat().st_size / MB:.0f} MB of chats)",
                  ["profile", "path", "threads", "MB per CPU-s", "MB/s", "MB per CPU-s of the process", "spans"], rows)
    print(f"\nEach row is a JVM of its own, {MEASURED} runs after {WARM} that warm up. CPU-s are those of the thread that works with one thread, of the whole process"
          " (compiler and collector with it) with more.", flush=True)
    return samples


def speeds(found, of_thread):
    runs, mb = found["runs"], found["bytes"] / MB
    cpu = "thread_cpu" if of_thread else "process_cpu"
    return [measure.spread((mb / r[cpu] for r in runs), 0), measure.spread((mb / r["wall"] for r in runs), 0),
            measure.spread((mb / r["process_cpu"] for r in runs), 0), f"{runs[-1]['spans']:,}"]


def commands(bench, corpus, part):
    folder, out = bench.folder, bench.folder / "anonymized.jsonl"
    home = dict(os.environ, OBOL_CONFIG_DIR=str(folder / "anonymizer"))

    def fresh():
        for file in folder.glob("anonymized.jsonl*"):
            file.unlink()
        measure.drop_dirty()

    def obol(file, *options):
        fresh()
        return measure.timed([servers.OBOL, "dataset", "anonymize", str(file), str(out), *options], env=home)[0]

    def python(file):
        fresh()
        return measure.timed([sys.executable, str(HERE / "regexes.py"), str(file), str(out)])[0]

    contenders = {
        "`obol dataset anonymize`": (corpus, lambda: obol(corpus)),
        "`obol dataset anonymize --profile reference`": (corpus, lambda: obol(corpus, "--profile", "reference")),
        "`obol … --profile reference --threads 1`": (part, lambda: obol(part, "--profile", "reference", "--threads", "1")),
        "Python, twelve patterns (`re`)": (part, lambda: python(part)),
    }
    rows, everything = [], []
    for name, (file, run) in contenders.items():
        run()
        samples = [run() for _ in range(bench.rounds)]
        everything += samples
        mb = file.stat().st_size / MB
        rows.append([name, f"{mb:.0f}", measure.spread(s.wall for s in samples), measure.spread(s.cpu for s in samples),
                     measure.spread((mb / s.cpu for s in samples), 1), measure.spread((mb / s.wall for s in samples), 1)])
        print(".", end="", file=sys.stderr, flush=True)
    fresh()
    sample, found = java("RegexAnonymizer", part, HERE / "patterns.tsv", WARM, MEASURED)
    runs, mb = found["runs"], found["bytes"] / MB
    rows.append(["java.util.regex, the same patterns, warm, from memory to nowhere, one thread", f"{mb:.0f}",
                 measure.spread(r["wall"] for r in runs), measure.spread(r["thread_cpu"] for r in runs),
                 measure.spread((mb / r["thread_cpu"] for r in runs), 1), measure.spread((mb / r["wall"] for r in runs), 1)])
    print(file=sys.stderr)
    measure.table("Anonymize a file, the whole command", ["what", "MB", "s", "CPU s", "MB per CPU-s", "MB/s"], rows)
    print("\nThe patterns see the values of strings only, obol also the names of keys, and looks a second time at what it changed.", flush=True)
    return [*everything, sample]


class Presidio:
    """Presidio in an environment of its own under target/."""

    folder = servers.ROOT / "target" / "presidio"

    def __init__(self):
        self.python = self.folder / "bin" / "python"
        if not self.python.exists():
            self._run([sys.executable, "-m", "venv", str(self.folder)])
        self._run([str(self.python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PRESIDIO])

    @staticmethod
    def _run(command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Missing((done.stdout.strip().splitlines() or ["no reason given"])[-1])

    def model(self):
        """Installs the English model from the one copy of it that the index has, if it still has it; returns its module."""
        requirements = HERE / "presidio-model.txt"
        self._run([str(self.python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "-r", str(requirements)])
        name = next(line for line in requirements.read_text().splitlines() if not line.startswith("#"))
        return name.split("==")[0].replace("-", "_")

    def find(self, texts, entities, model=None):
        order = json.dumps({"texts": texts, "entities": list(entities), "model": model})
        done = subprocess.run([str(self.python), str(HERE / "presidio_peer.py")], input=order, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Missing((done.stderr.strip().splitlines() or ["no reason given"])[-1])
        return json.loads(done.stdout)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def presidio_speed(corpus):
    try:
        presidio = Presidio()
        with open(corpus, "rb") as lines:
            records = [line for line, _ in zip(lines, range(RECORDS))]
        mb = sum(map(len, records)) / MB
        texts = [text for record in records for text in strings(json.loads(record))]
        rows = []
        for name, entities in (("the five entities that `reference` has, too", REFERENCE), (f"all {len(LABELS)} entities with a label here", LABELS)):
            found = presidio.find(texts, entities)
            rows.append([f"Presidio, {name}", f"{mb:.2f}", f"{found['wall']:.1f}", f"{found['cpu']:.1f}", f"{mb / found['cpu']:.3f}", f"{mb / found['wall']:.3f}"])
    except Missing as why:
        print(f"\nPresidio cannot be had here: {why}", flush=True)
        return
    measure.table(f"Presidio on the first {len(records):,} records", ["what", "MB", "s", "CPU s", "MB per CPU-s", "MB/s"], rows)
    print(f"\n{' and '.join(PRESIDIO)}; its recognizers of patterns only, tokens from spaCy's blank English pipeline, no model. One run; starting it, reading JSON and"
          " replacing are not counted.", flush=True)


def labelled():
    """Cases as (key, text, {(label, start, end)}); the head of the file says how it is written."""
    cases = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        _, key, marked = re.fullmatch(r"([A-Z0-9_-]+)(?:\((\w+)\))?: (.*)", line).groups()
        text, spans = "", set()
        pieces = re.split(r"⟦([A-Z0-9_]+):([^⟧]*)⟧", marked.replace("⏎", "\n").replace("⇥", "\t").replace("¦", ""))
        for plain, label, value in zip(pieces[::3], [*pieces[1::3], None], [*pieces[2::3], ""]):
            text += plain
            if label:
                spans.add((label, len(text), len(text) + len(value)))
                text += value
        cases.append((key or "", text, spans))
    return cases


def label(entity, value):
    """The label for an entity of Presidio."""
    return ("IPV6" if ":" in value else "IPV4") if entity == "IP_ADDRESS" else LABELS[entity]


def disjoint(found, text, least):
    """Spans of a score of at least `least`; of two that overlap the one with the higher score, then the longer one, stays."""
    kept = []
    for entity, start, end, score in sorted(found, key=lambda f: (-f[3], f[1] - f[2], f[1])):
        if score >= least and all(end <= other[1] or start >= other[2] for other in kept):
            kept.append((label(entity, text[start:end]), start, end))
    return set(kept)


def accuracy(bench):
    labels = sorted({each for names in LABELS.values() for each in names.split(" or ")})
    cases = [(key, text, {s for s in spans if s[0] in labels}, not spans) for key, text, spans in labelled()]
    # Cases of other labels only say nothing about these.
    cases = [case for case in cases if case[2] or case[3]]
    file = bench.folder / "cases.json"
    file.write_text(json.dumps([[key, text] for key, text, _, _ in cases]), encoding="utf-8")
    ours = [{tuple(span) for span in spans} for spans in java("FoundSpans", file, ",".join(labels), options=VECTORS)[1]]
    contenders = {"obol": ours}
    notes = []
    try:
        presidio = Presidio()
        texts = [text for _, text, _, _ in cases]
        kinds = {"Presidio": presidio.find(texts, LABELS)}
        try:
            kinds["Presidio with en_core_web_sm"] = presidio.find(texts, LABELS, presidio.model())
        except Missing as why:
            notes.append(f"en_core_web_sm cannot be had here: {why}")
        for name, answer in kinds.items():
            for least in SCORES:
                contenders[f"{name}, score ≥ {least}" if least else name] = [disjoint(f, t, least) for f, t in zip(answer["found"], texts)]
    except Missing as why:
        notes.append(f"Presidio cannot be had here: {why}")
    report(cases, labels, contenders, notes)


def report(cases, labels, contenders, notes):
    gold = [spans for _, _, spans, _ in cases]
    rows = []
    for name, found in contenders.items():
        right, all_found, all_gold = counts(gold, found)
        hit = sum(1 for case, spans in zip(cases, found) if case[3] and spans)
        rows.append([name, ratio(right, all_found), ratio(right, all_gold), right, all_found, all_gold, f"{hit} of {sum(case[3] for case in cases)}"])
    measure.table(f"Exact spans on {len(cases)} cases of the labelled set", ["what", "precision", "recall", "right", "found", "gold", "negatives hit"], rows)
    rows = []
    for each in labels:
        of = [[{s for s in spans if s[0] == each} for spans in many] for many in (gold, *contenders.values())]
        row = [each, sum(map(len, of[0]))]
        for found in of[1:]:
            right, all_found, all_gold = counts(of[0], found)
            row.append(f"{ratio(right, all_found)} / {ratio(right, all_gold)}")
        rows.append(row)
    measure.table("Precision / recall by label", ["label", "gold", *contenders], rows)
    notes = [f"{' and '.join(PRESIDIO)} with the recognizers of these entities only, those of other countries registered for English; a text is given without the key before"
             " it, which obol sees. Its entities: " + ", ".join(f"{e} → {l}" for e, l in LABELS.items()) + ".",
             "The set is ours: obol was written against it, Presidio was not.", *notes]
    print("\n" + "\n\n".join(notes), flush=True)


def counts(gold, found):
    return sum(len(g & f) for g, f in zip(gold, found)), sum(map(len, found)), sum(map(len, gold))


def ratio(part, whole):
    return f"{part / whole:.3f}" if whole else "–"
