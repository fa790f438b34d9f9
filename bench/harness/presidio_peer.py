"""What Presidio finds; runs in the environment that presidio.py made. The order comes on standard input, the answer goes to standard output, both JSON.

The analyzer has the recognizers of KINDS and no others. Those of one country are all registered for English text, the only language here. Without a model the tokens
come from spaCy's blank English pipeline, so that words of context are compared as they stand in the text; with one, by their lemmas.
"""

import json
import sys
import time

import presidio_analyzer.predefined_recognizers as predefined
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

KINDS = (
    "EmailRecognizer PhoneRecognizer CreditCardRecognizer IpRecognizer MacAddressRecognizer IbanRecognizer UsSsnRecognizer UsItinRecognizer UkNinoRecognizer"
    " NhsRecognizer EsNifRecognizer EsNieRecognizer DeTaxIdRecognizer ItFiscalCodeRecognizer PlPeselRecognizer InAadhaarRecognizer CaSinRecognizer CryptoRecognizer"
).split()


def analyzer(model):
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model or "blank"}],
                            ner_model_configuration=NerModelConfiguration())
    engine.nlp = {"en": spacy.load(model) if model else spacy.blank("en")}
    registry = RecognizerRegistry(supported_languages=["en"])
    names = []
    for kind in KINDS:
        made = getattr(predefined, kind, None)
        if made:
            registry.add_recognizer(made(supported_language="en"))
            names.append(kind)
    if model:
        registry.add_recognizer(predefined.SpacyRecognizer())
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"]), names


def main():
    order = json.load(sys.stdin)
    analyze, kinds = analyzer(order["model"])
    begin, cpu = time.monotonic(), time.process_time()
    found = [
        [[r.entity_type, r.start, r.end, r.score] for r in analyze.analyze(text, language="en", entities=order["entities"])]
        for text in order["texts"]
    ]
    json.dump({"wall": time.monotonic() - begin, "cpu": time.process_time() - cpu, "recognizers": kinds, "found": found}, sys.stdout)


main()
