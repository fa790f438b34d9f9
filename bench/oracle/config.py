"""What the configuration parsers of other trainers make of files that our backends write.

python config.py TOOL FILE...: prints JSON, the version of the tool and for each file what the tool
said when it refused it, else which of the file's values are not in what it understood: some tools
pass over names that they do not know. No model is loaded and nothing is trained. Ends with a
traceback when the tool cannot be imported, or fails in another way than by refusing.
"""

import dataclasses
import importlib.metadata
import json
import pathlib
import re
import runpy
import subprocess
import sys
import types

import yaml


class Refused(Exception):
    pass


def axolotl(path):
    """The schema that `axolotl train` validates with, told of the accelerator that the file wants."""
    from axolotl.utils.config import validate_config
    from axolotl.utils.dict import DictDefault
    from pydantic import ValidationError

    told = read(path)
    gpu = told["bf16"]
    # In the form of its own probe.
    machine = {
        "bf16": gpu,
        "tf32": gpu,
        "fp8": False,
        "n_gpu": 1,
        "compute_capability": "sm_80" if gpu else None,
    }
    version = importlib.metadata.version("torch").split("+")[0]
    try:
        return validate_config(DictDefault(told), machine, {"torch_version": version}).to_dict()
    except ValidationError as e:
        raise Refused(str(e)) from e


def llama_factory(path):
    """What `llamafactory-cli train` does first, and its reader of dataset_info.json."""
    import llamafactory
    from llamafactory.hparams import get_train_args, read_args

    # The package around that reader imports torchaudio, which must be built for the very torch.
    around = types.ModuleType("llamafactory.data")
    around.__path__ = [str(pathlib.Path(llamafactory.__file__).with_name("data"))]
    sys.modules.setdefault(around.__name__, around)
    from llamafactory.data.parser import get_dataset_list

    sys.argv = ["llamafactory-cli", str(path)]
    try:
        parts = get_train_args(read_args())
        data = parts[1]
        names = [*data.dataset, *(data.eval_dataset or [])]
        datasets = get_dataset_list(names, data.dataset_dir)
    except (ValueError, AssertionError) as e:
        raise Refused(str(e)) from e
    understood = {}
    for part in parts:
        understood |= {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    # It keeps a list of loggers.
    understood["report_to"] = understood["report_to"] or "none"
    understood["dataset_info.json"] = {
        name: shape(vars(dataset)) for name, dataset in zip(names, datasets, strict=True)
    }
    return understood


def shape(dataset):
    """An entry of dataset_info.json, from the flat form that LLaMA-Factory keeps."""
    return {
        "file_name": dataset["dataset_name"],
        "formatting": dataset["formatting"],
        "columns": dataset,
        "tags": dataset,
    }


def torchtune(path):
    """What `tune validate` does, and the constructor of the recipe, on the CPU: it loads no model."""
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException
    from torchtune import config
    from torchtune.config._errors import ConfigError, InstantiationError

    told = OmegaConf.load(path)
    package = importlib.metadata.distribution("torchtune")
    recipe = pathlib.Path(package.locate_file("recipes/lora_finetune_single_device.py"))
    constructor = runpy.run_path(str(recipe))["LoRAFinetuneRecipeSingleDevice"]
    try:
        config.validate(told)
        constructor(OmegaConf.merge(told, {"device": "cpu"}))
    except (ConfigError, InstantiationError, OmegaConfBaseException, TypeError, ValueError) as e:
        raise Refused(str(e)) from e
    # Names with a default are missed by nobody: only those are understood that the recipe asks for.
    asked = re.findall(r'\bcfg\.(?:get\(\s*")?(\w+)', recipe.read_text("utf-8"))
    return {name: value for name, value in OmegaConf.to_container(told).items() if name in asked}


def unsloth(path):
    """Its own dry run."""
    command = [sys.executable, "-I", "-m", "unsloth_cli", "train", "--config", path, "--dry-run"]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode == 2:
        raise Refused(answer.stderr)
    answer.check_returncode()
    return yaml.safe_load(answer.stdout)


def read(path):
    return yaml.safe_load(pathlib.Path(path).read_text("utf-8"))


def lost(told, understood, at=""):
    """Where a value of `told` is not in `understood`, which may say more."""
    if isinstance(told, dict) and isinstance(understood, dict):
        found = [lost(value, understood.get(key), f"{at}.{key}") for key, value in told.items()]
        return sum(found, [])
    if isinstance(told, list) and isinstance(understood, list) and len(told) == len(understood):
        found = [lost(t, u, f"{at}[{i}]") for i, (t, u) in enumerate(zip(told, understood))]
        return sum(found, [])
    same = [told, [told], str(told).split(",")]
    return [] if understood in same else [f"{at[1:]}: {told!r} became {understood!r}"]


def answer(parse, path):
    try:
        understood = parse(path)
    except Refused as e:
        return {"refused": str(e)}
    told = read(path)
    datasets = pathlib.Path(path).parent.parent / "data" / "dataset_info.json"
    if datasets.exists():
        told[datasets.name] = read(datasets)
    return {"lost": lost(told, understood)}


PARSERS = {
    "axolotl": ("axolotl", axolotl),
    "llama-factory": ("llamafactory", llama_factory),
    "torchtune": ("torchtune", torchtune),
    "unsloth": ("unsloth", unsloth),
}


def main():
    package, parse = PARSERS[sys.argv[1]]
    printed = sys.stdout
    # The tools print too.
    sys.stdout = sys.stderr
    answers = [answer(parse, path) for path in sys.argv[2:]]
    json.dump({"version": importlib.metadata.version(package), "answers": answers}, printed)


if __name__ == "__main__":
    main()
