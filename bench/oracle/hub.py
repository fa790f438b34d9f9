"""What public tools make of a dataset on a node.

python hub.py croissant|datasets|openapi|jsonld URL: URL is that of the document, of the download,
or of the page. The member token is in OBOL_TOKEN. Prints JSON.
"""

import html.parser
import json
import logging
import os
import sys
from importlib.metadata import version

import requests

TOKEN = os.environ.get("OBOL_TOKEN", "")


def croissant(url):
    """Every record of every record set, as mlcroissant loads it by URL."""
    os.environ["CROISSANT_BASIC_AUTH_USERNAME"] = "member"
    os.environ["CROISSANT_BASIC_AUTH_PASSWORD"] = TOKEN
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=url)
    issues = dataset.metadata.ctx.issues
    return {
        "tool": version("mlcroissant"),
        "errors": sorted(issues.errors),
        "warnings": sorted(issues.warnings),
        "license": dataset.metadata.license,
        "records": {
            rows.name: [texts(record) for record in dataset.records(rows.id)]
            for rows in dataset.metadata.record_sets
        },
    }


def texts(value):
    """Texts instead of bytes, and the last part of each name."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, dict):
        return {name.rsplit("/", 1)[-1]: texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return value


def hub_datasets(url):
    """The rows of a download, with a token, streaming and not, and what happens without one."""
    import datasets

    def load(streaming, **more):
        rows = datasets.load_dataset(
            "json", data_files=url, split="train", streaming=streaming, **more
        )
        return list(rows)

    headers = {"Authorization": "Bearer " + TOKEN}
    try:
        load(True)
        refused = ""
    except Exception as error:
        refused = type(error).__name__
    return {
        "tool": version("datasets"),
        "loaded": load(False, storage_options={"headers": headers}),
        "streamed": load(True, storage_options={"headers": headers}),
        "refused": refused,
    }


def openapi(url):
    """Whether the document is OpenAPI, and whether one without a title would be."""
    import openapi_spec_validator

    def faults(it):
        checked = openapi_spec_validator.OpenAPIV31SpecValidator(it)
        return [str(fault.message) for fault in checked.iter_errors()]

    document = requests.get(url, timeout=30).json()
    found = faults(document)
    del document["info"]["title"]
    return {
        "tool": version("openapi-spec-validator"),
        "faults": found,
        "control": faults(document),
    }


class Data(html.parser.HTMLParser):
    """The blocks of JSON-LD of a page, and the names of its elements."""

    def __init__(self):
        super().__init__()
        self.blocks = []
        self.elements = set()
        self.inside = False

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.inside = ("type", "application/ld+json") in attrs

    def handle_data(self, data):
        if self.inside:
            self.blocks.append(data)
        self.inside = False


def jsonld(url):
    """The block of a page and the answer to who asks for JSON-LD, expanded without a network."""
    import pyld

    def offline(asked, _options):
        raise AssertionError("fetches " + asked)

    def expanded(document):
        return pyld.jsonld.expand(document, {"documentLoader": offline, "base": url})

    page = Data()
    page.feed(requests.get(url, headers={"Accept": "text/html"}, timeout=30).text)
    asked = requests.get(url, headers={"Accept": "application/ld+json"}, timeout=30)
    return {
        "tool": version("PyLD"),
        "elements": sorted(page.elements),
        "page": [expanded(json.loads(block)) for block in page.blocks],
        "asked": expanded(asked.json()),
    }


def main():
    logging.disable(logging.CRITICAL)
    what = {
        "croissant": croissant,
        "datasets": hub_datasets,
        "openapi": openapi,
        "jsonld": jsonld,
    }
    print(json.dumps(what[sys.argv[1]](sys.argv[2])))


if __name__ == "__main__":
    main()
