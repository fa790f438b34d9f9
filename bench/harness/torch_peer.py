"""A loop over PyTorch, transformers and peft, as short as one would write it; runs in the environment of bench/oracle. The order comes on standard input; the last line of
the output is JSON: for each step when it ended, in seconds since the first began, and its loss.

Records are as long as each other, so that a batch needs no filling up. Attention and all else is what transformers chooses by itself.
"""

import json
import sys
import time

import peft
import torch
import transformers


def model(order):
    transformers.utils.logging.disable_progress_bar()
    base = transformers.AutoModelForCausalLM.from_pretrained(order["base"], dtype=torch.float32, local_files_only=True)
    lora = peft.LoraConfig(r=order["rank"], lora_alpha=order["alpha"], lora_dropout=0.0, target_modules=order["targets"], task_type="CAUSAL_LM")
    return peft.get_peft_model(base, lora).train()


def batch(records):
    ids = torch.tensor([record["ids"] for record in records])
    labels = torch.full_like(ids, -100)
    for row, record in enumerate(records):
        labels[row, record["trained"]] = ids[row, record["trained"]]
    return ids, labels


def main():
    order = json.load(sys.stdin)
    torch.set_num_threads(order["threads"])
    torch.manual_seed(42)
    trained = model(order)
    weights = [p for p in trained.parameters() if p.requires_grad]
    with open(order["records"]) as file:
        records = json.load(file)
    size = order["batch"] * order["accumulation"]
    steps = len(records) // size
    optimizer = torch.optim.AdamW(weights, lr=order["learning_rate"], weight_decay=0.0)
    schedule = transformers.get_scheduler("linear", optimizer, 0, steps)
    ended, losses, begin = [], [], time.perf_counter()
    for step in range(steps):
        chosen = records[step * size:(step + 1) * size]
        targets = sum(len(record["trained"]) for record in chosen)
        total = 0.0
        for at in range(0, size, order["batch"]):
            ids, labels = batch(chosen[at:at + order["batch"]])
            loss = trained(input_ids=ids, labels=labels, num_items_in_batch=targets, use_cache=False).loss
            loss.backward()
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        ended.append(time.perf_counter() - begin)
        losses.append(total)
    trained.save_pretrained(order["out"])
    version = f"torch {torch.__version__}, transformers {transformers.__version__}, peft {peft.__version__}"
    print(json.dumps({"ended": ended, "losses": losses, "weights": sum(p.numel() for p in weights), "threads": torch.get_num_threads(), "version": version}))


main()
