"""regexes.py FILE OUT: the script that one would write in an afternoon. Each string value through patterns.tsv, one pattern after another."""

import json
import re
import sys
from pathlib import Path


def rules():
    for line in Path(__file__).with_name("patterns.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            label, pattern = line.split("\t")
            yield label, re.compile(pattern, re.ASCII)


class Anonymizer:
    def __init__(self):
        self.rules = list(rules())
        self.numbers = {label: {} for label, _ in self.rules}
        self.spans = 0

    def text(self, text):
        for label, pattern in self.rules:
            text = pattern.sub(lambda found: self.placeholder(label, found[0]), text)
        return text

    def placeholder(self, label, value):
        self.spans += 1
        numbers = self.numbers[label]
        return f"<{label}_{numbers.setdefault(value, len(numbers) + 1)}>"

    def value(self, value):
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value


def main():
    anonymizer = Anonymizer()
    with open(sys.argv[1], encoding="utf-8") as lines, open(sys.argv[2], "w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(anonymizer.value(json.loads(line)), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(anonymizer.spans)


main()
