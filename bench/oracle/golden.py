"""What PyTorch, transformers and peft make of a case that the trainer's tests wrote.

python golden.py CASE: CASE holds base/, two adapters, start/ before its first step and trained/
after the last, and case.json. Prints JSON. Everything is computed in 32-bit floats on one thread,
one record at a time, with attention as transformers writes it out (eager).
"""

import hashlib
import json
import pathlib
import sys

import peft
import torch
import transformers


def nll(model, record):
    """The sum of the losses of the tokens that are learned."""
    logits = model(torch.tensor([record["ids"]])).logits[0]
    at = torch.tensor(record["trained"])
    wanted = torch.tensor(record["ids"])[at]
    return torch.nn.functional.cross_entropy(logits[at - 1], wanted, reduction="sum")


def mean(model, records):
    with torch.no_grad():
        total = sum(nll(model, record).double() for record in records)
    return (total / sum(len(record["trained"]) for record in records)).item()


def likelihoods(model, probe):
    with torch.no_grad():
        logits = model(torch.tensor([probe["ids"]])).logits[0]
        logs = torch.log_softmax(logits.double(), -1)
    return [[round(logs[at, token].item(), 7) for token in probe["tokens"]] for at in probe["at"]]


def logits(model, sequences):
    rows = []
    with torch.no_grad():
        for sequence in sequences:
            scores = model(torch.tensor([sequence["ids"]])).logits[0]
            rows += [[round(x, 6) for x in scores[at].tolist()] for at in sequence["at"]]
    return rows


def load(case, adapter, trainable):
    base = transformers.AutoModelForCausalLM.from_pretrained(
        case / "base", dtype=torch.float32, attn_implementation="eager", local_files_only=True
    )
    if adapter is None:
        return base.eval()
    return peft.PeftModel.from_pretrained(base, case / adapter, is_trainable=trainable)


def train(case, plan):
    model = load(case, "start", trainable=True)
    weights = [p for p in model.parameters() if p.requires_grad]
    told = plan["settings"]
    optimizer = torch.optim.AdamW(
        weights, lr=told["learningRate"], weight_decay=told["weightDecay"]
    )
    schedule = transformers.get_scheduler(
        told["schedule"], optimizer, told["warmupSteps"], len(plan["steps"])
    )
    curve = []
    for step in plan["steps"]:
        model.train()
        records = [plan["records"][i] for i in step]
        targets = sum(len(record["trained"]) for record in records)
        total = 0.0
        for record in records:
            loss = nll(model, record)
            (loss / targets).backward()
            total += loss.item()
        norm = torch.nn.utils.clip_grad_norm_(weights, told["maxGradNorm"]).item()
        rate = schedule.get_last_lr()[0]
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        model.eval()
        curve.append(
            {
                "loss": total / targets,
                "gradientNorm": norm,
                "learningRate": rate,
                "heldOutLoss": mean(model, plan["heldOut"]),
            }
        )
    return curve


def main():
    case = pathlib.Path(sys.argv[1])
    content = (case / "case.json").read_bytes()
    plan = json.loads(content)
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    base = load(case, None, trainable=False)
    result = {
        "case": hashlib.sha256(content).hexdigest(),
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "peft": peft.__version__,
        "logits": logits(base, plan["logits"]),
        "logLikelihoods": likelihoods(base, plan["probe"]),
        "heldOutLoss": mean(base, plan["heldOut"]),
        "steps": train(case, plan),
    }
    trained = load(case, "trained", trainable=False).eval()
    result["trainedLogits"] = logits(trained, plan["logits"])
    result["trainedLogLikelihoods"] = likelihoods(trained, plan["probe"])
    result["trainedHeldOutLoss"] = mean(trained, plan["heldOut"])
    members = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in result.items()]
    print("{\n" + ",\n".join(members) + "\n}")


if __name__ == "__main__":
    main()
