#!/bin/sh
# Walks through the five surfaces of a dataset hub without a hub, with the program as it is installed:
#
#   1  dataset hub   anonymize, sign, publish at a price, buy with a fresh wallet, compare the bytes
#   2  inference     a model listed beside the dataset in one catalog
#   3  fine-tune     a run that names the bought version, verified by training again
#   4  discovery     the offer found through a router, verified
#   5  indexer       the seller registered on a chain, and what the index says compared with the catalog
#
# It needs what the program needs (a JDK 25, Maven, Node 20) and starts from nothing: an owner, a buyer and an
# aggregator with empty folders, on a chain of this machine. Every command is shown as it is run.
#
#   OBOL         the program (default: the one of this checkout)
#   SPARK        a GPU host to train on as well, by ssh without a password; then 3 needs there:
#   SPARK_OBOL     the program (default: obol)
#   SPARK_BACKEND  what trains (default: trl; OBOL_FINETUNE_PYTHON there names its Python)
#   KEEP         keep the folders
set -u
umask 077

root=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
obol=${OBOL:-$root/obol}
spark=${SPARK:-}
patience=60
price=5.00
work=$(mktemp -d "${TMPDIR:-/tmp}/obol-flow.XXXXXX") || exit 1
answer=$work/answer.json
errors=$work/errors.txt
results=$work/results.txt
servers=
sold=
there=
why=

# Everything but the program and what npm fetches is on this machine.
NO_PROXY=127.0.0.1,localhost
no_proxy=$NO_PROXY
export NO_PROXY no_proxy
unset OBOL_ANONYMIZER_MODEL OBOL_ROUTER OBOL_ROUTER_MEMBERS

stop_servers() {
  for name in $servers; do
    until [ -s "$work/$name.pid" ]; do sleep 0.05; done
    kill "$(cat "$work/$name.pid")" 2>/dev/null
  done
  for name in $servers; do
    left=100
    until [ -f "$work/$name.ended" ] || [ $left -eq 0 ]; do
      left=$((left - 1))
      sleep 0.1
    done
    [ $left -gt 0 ] || kill -9 "$(cat "$work/$name.pid")" 2>/dev/null
  done
  wait
}

finish() {
  status=$?
  trap - EXIT HUP INT TERM
  stop_servers
  [ -z "$there" ] || remote "rm -rf $there"
  if [ -n "${KEEP:-}" ]; then
    echo "Kept: $work"
  else
    rm -rf "$work"
  fi
  exit $status
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

section() {
  printf '\n=== Surface %s ===\n' "$1"
}

pass() {
  echo "PASS  $1" >>"$results"
  echo "  ✓ $1"
}

skip() {
  echo "SKIP  $1" >>"$results"
  echo "  - SKIP $1"
}

fail() {
  echo "FAIL  $1 — $why" >>"$results"
  echo "  ✗ FAIL $1 — $why"
}

# Says why the surface fails, and shows the logs that tell more.
trouble() {
  why=$1
  shift
  for log in "$@"; do
    [ -s "$log" ] || continue
    echo "  --- $(basename "$log")"
    tail -n 40 "$log" | sed 's/^/  | /'
  done
  return 1
}

show() {
  printf '  $ obol'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./:=@%+,-]*) printf ' "%s"' "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  echo
}

# as PERSON COMMAND…: in the person's own folders.
as() {
  person=$1
  shift
  cd "$work/$person" && OBOL_CONFIG_DIR=$work/$person/home && export OBOL_CONFIG_DIR && exec "$@"
}

# run PERSON WORD…: the answer is in $answer.
run() {
  ends 0 "$@"
}

# ends STATUS PERSON WORD…
ends() {
  wanted=$1
  who=$2
  shift 2
  show "$@"
  (as "$who" "$obol" "$@") >"$answer" 2>"$errors" </dev/null
  ended=$?
  [ $ended -eq "$wanted" ] || trouble "obol $1 $2 ended with $ended, not $wanted" "$answer" "$errors"
}

# start NAME PERSON WORD…: runs until the end of this script; what it says when it is ready is in $work/NAME.json.
start() {
  name=$1
  who=$2
  shift 2
  show "$@"
  servers="$name $servers"
  (
    (as "$who" "$obol" "$@") >"$work/$name.json" 2>"$work/$name.log" </dev/null &
    # This shell only tells the end, also when everybody is told to end.
    trap '' HUP TERM
    echo $! >"$work/$name.pid"
    wait $!
    echo $? >"$work/$name.ended"
  ) &
  await "$work/$name.json" true "$name" || trouble "$name did not start" "$work/$name.json" "$work/$name.log"
}

# of SOURCE EXPRESSION [WORD…]: what the JavaScript expression makes of the JSON document d, in a file or at a URL.
of() {
  node -e '
    const [source, expression, ...words] = process.argv.slice(1);
    const read = async () => {
      if (!/^https?:/.test(source)) return require("fs").readFileSync(source, "utf8");
      const answer = await fetch(source, { signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
      return answer.text();
    };
    read()
      .then((text) => console.log(new Function("d", "words", `return ${expression}`)(JSON.parse(text), words)))
      .catch((e) => { console.error(e.message); process.exitCode = 1; });' "$@"
}

# check SOURCE EXPRESSION [WORD…]: whether it is true.
check() {
  [ "$(of "$@" 2>"$errors")" = true ] && return
  [ -f "$1" ] || of "$1" 'JSON.stringify(d, null, 1)' >"$answer" 2>&1
  trouble "not so: $2" "$errors" "$answer"
}

# await SOURCE EXPRESSION SERVER: until it is true, or the server has ended, or nobody waits any longer.
await() {
  latest=$(($(date +%s) + patience))
  until [ "$(of "$1" "$2" 2>/dev/null)" = true ]; do
    [ ! -f "$work/$3.ended" ] || return 1
    [ "$(date +%s)" -lt $latest ] || return 1
    sleep 0.2
  done
}

# Thirty talks; in each an e-mail address, a phone number and a key.
raw_chats() {
  awk 'BEGIN {
    for (i = 100; i < 130; i++) {
      printf "{\"messages\":[{\"role\":\"user\",\"content\":\"I am customer%d@example.com, call +1 415 555 0%d about order %d.\"},", i, i, i * 7
      printf "{\"role\":\"assistant\",\"content\":\"Order %d goes out today; the key AKIAIOSFODNN7EXAM%d is void.\"}]}\n", i * 7, i
    }
  }'
}

dataset_hub() {
  raw_chats >"$work/owner/raw.jsonl"
  run owner dataset anonymize raw.jsonl chats.jsonl --report report.json --json || return
  if grep -E -q 'customer1|555 0|AKIA' "$work/owner/chats.jsonl"; then
    trouble "personal data is left in chats.jsonl" "$work/owner/report.json"
    return
  fi
  [ "$(grep -c '<EMAIL_' "$work/owner/chats.jsonl")" = 30 ] ||
    { trouble "not every talk has a placeholder" "$work/owner/report.json"; return 1; }
  pass "1a anonymize — personal data of 30 talks replaced, none of it left"

  run owner dataset from chats.jsonl --name chats --license CC-BY-4.0 --title "Support chats" --json || return
  manifest=$(of "$answer" d.manifestHash)
  owner=$(of "$answer" d.owner)
  run owner dataset verify chats --json || return
  check "$answer" 'd.valid === true' || return
  run owner dataset backup backup.zip --json || return
  pass "1b sign — version 1, chain valid"

  start devnet owner devnet --port 0 --json || return
  rpc=$(of "$work/devnet.json" d.devnet.rpc)
  # The local chain says where it is in the folder of who started it.
  for person in buyer aggregator; do
    mkdir "$work/$person/home/run"
    cp "$work/owner/home/run/devnet.json" "$work/$person/home/run/" || return
  done
  start node owner dataset publish chats --price $price --chain devnet --port 0 --no-tunnel --json || return
  node=$(of "$work/node.json" d.public_url)
  buy || return
  sold=yes
  pass "1c buy — paid $price, bytes as the owner has them, verified"
}

buy() {
  echo "a passphrase for the buyer" >"$work/buyer/pass.txt"
  run buyer wallet new --passphrase-file pass.txt --json || return
  wallet=$(of "$answer" d.address)
  run buyer devnet fund "$wallet" --amount 100 --json || return
  set -- dataset "$node" --id chats --owner "$owner" --join
  run buyer buy "$@" --max-price $price --dry-run --json || return
  check "$answer" 'd.signed === false && Number(d.price) === Number(words[0]) && d.manifestHash === words[1]' \
    $price "$manifest" || return
  ends 4 buyer buy "$@" --max-price 4.99 --yes --passphrase-file pass.txt --json || return
  run buyer buy "$@" --max-price $price --yes --passphrase-file pass.txt --out sft.jsonl --json || return
  check "$answer" 'd.version === 1 && d.warnings.length === 0' || return
  cmp "$work/owner/chats.jsonl" "$work/buyer/sft.jsonl" >"$errors" 2>&1 ||
    { trouble "the bought file is another" "$errors"; return 1; }
  again || return
  run buyer wallet balance --json || return
  check "$answer" 'Number(d.balance) === 100 - Number(words[0])' $price || return
  run owner dataset sales chats --json || return
  check "$answer" 'd.sales.length === 1 && d.sales[0].payer.toLowerCase() === words[0].toLowerCase()' "$wallet"
}

# Nothing that is asked for a second time is paid a second time, or fetched.
again() {
  run buyer buy dataset "$node" --id chats --owner "$owner" --out sft.jsonl --json || return
  check "$answer" 'd.fetched === 0' || return
  run buyer purchases list --json || return
  check "$answer" 'd.purchases.length === 1' || return
  purchase=$(of "$answer" 'd.purchases[0].id')
  run buyer purchases resume "$purchase" --passphrase-file pass.txt --json
}

inference() {
  run owner catalog add-inference --name qwen --model qwen3.5:9b --endpoint "$node/services/qwen" \
    --price 0.001 --chain devnet --pay-to "$owner" --json || return
  run buyer catalog show "$node" --json || return
  for form in "" "?format=array"; do
    check "$node/api/services.json$form" \
      '(d.services ?? d).map((row) => row.type).sort().join() === "dataset,inference"' || return
  done
  check "$node/api/services.json" \
    'd.services.some((row) => row.type === "dataset" && row.datasetManifestHash === words[0]
       && row.priceAtomicUnits === "5000000" && row.payTo.toLowerCase() === words[1].toLowerCase())
     && d.services.some((row) => row.type === "inference" && row.model === "qwen3.5:9b")' \
    "$manifest" "$owner" || return
  pass "2  inference — offered beside the dataset in one catalog"
}

fine_tune() {
  run buyer finetune base-init tiny --preset tiny-llama --json || return
  run buyer finetune --dataset sft.jsonl --base-model tiny --dry-run --json || return
  run buyer finetune --dataset sft.jsonl --base-model tiny --out run1 --json || return
  check "$work/buyer/run1/run.manifest" 'd.dataset_hash === words[0]' "$manifest" || return
  run buyer finetune verify run1 --owner "$owner" --dataset sft.jsonl --base-model tiny --rerun --json || return
  pass "3  fine-tune — here, on the jvm backend: dataset_hash is the bought version's manifestHash, the rerun gave the same bytes"
  if [ -n "$spark" ]; then
    on_gpu_host || return
    pass "3  fine-tune — on $spark, $(remote uname -m), ${SPARK_BACKEND:-trl} backend: dataset_hash is the bought version's manifestHash"
  else
    echo "    (SPARK names no GPU host, so nothing was trained on one)"
  fi
}

remote() {
  ssh -o BatchMode=yes -o ConnectTimeout=10 "$spark" "$@"
}

# Trains there, and takes nobody's word there for it: the run is verified here. Other backends than jvm do not promise
# the same bytes again, so that there is no rerun.
on_gpu_host() {
  backend=${SPARK_BACKEND:-trl}
  there=$(remote 'mktemp -d' 2>"$errors") || { trouble "$spark cannot be reached" "$errors"; return 1; }
  tar -C "$work/buyer" -cf - sft.jsonl tiny run1/dataset | remote "tar -C $there -xf -" 2>"$errors" ||
    { trouble "nothing could be copied to $spark" "$errors"; return 1; }
  set -- finetune --dataset sft.jsonl --base-model tiny --backend "$backend" --out run2 \
    --log run1/dataset/log.json --manifest run1/dataset/manifest.json --owner "$owner" --json
  echo "  $spark $ ${SPARK_OBOL:-obol} $*"
  remote "cd $there && OBOL_CONFIG_DIR=$there/home ${SPARK_OBOL:-obol} $*" >"$answer" 2>"$errors" </dev/null ||
    { trouble "training on $spark failed" "$answer" "$errors"; return 1; }
  remote "tar -C $there -cf - run2" | tar -C "$work/buyer" -xf - 2>"$errors" ||
    { trouble "nothing could be copied from $spark" "$errors"; return 1; }
  check "$work/buyer/run2/run.manifest" 'd.dataset_hash === words[0]' "$manifest" || return
  run buyer finetune verify run2 --owner "$owner" --dataset sft.jsonl --base-model tiny --json
}

discovery() {
  start router aggregator router --member "ada=$node" --allow-private --port 0 --json || return
  router=$(of "$work/router.json" d.url)
  await "$router/api/services.json" \
    'd.services.some((row) => row.name === "chats" && row["x-verification"]?.state === "verified")' router ||
    { of "$router/api/services.json" 'JSON.stringify(d, null, 1)' >"$answer" 2>&1
      trouble "the router has not verified the dataset" "$answer" "$work/router.log"; return 1; }
  run buyer discover --router "$router" --json || return
  check "$answer" \
    'd.found.length === 1 && d.found[0].state === "verified" && d.found[0].owner.toLowerCase() === words[0].toLowerCase()
     && d.found[0].offer.datasetManifestHash === words[1]' "$owner" "$manifest" || return
  run buyer discover --router "$router" --type inference --json || return
  check "$answer" 'd.found.length === 1 && d.found[0].offer.name === "qwen"' || return
  pass "4  discovery — dataset found through a router and verified, inference too"
}

# What the index says of the seller leads to the catalog that sold; and the chain alone, without the index, does too.
indexer() {
  run owner register --origin "$node" --name "Ada's data" --priced --json || return
  agent=$(of "$answer" d.agentId)
  registry=$(of "$answer" d.agentRegistry)
  registrant=$(of "$answer" d.owner)
  start index aggregator indexer --port 0 --json || return
  agents=$(of "$work/index.json" d.url)/api/v1/public/agents?protocol=dataset
  # The seller's file is fetched some time after the chain was read.
  await "$agents" 'd.data.some((found) => found.services?.some((s) => s.name === "obol-catalog"))' index ||
    { of "$agents" 'JSON.stringify(d, null, 1)' >"$answer" 2>&1
      trouble "the index knows no seller with a catalog" "$answer" "$work/index.log"; return 1; }
  check "$agents" \
    'd.data.length === 1 && `eip155:${d.data[0].agent_id}`.toLowerCase() === `${words[1]}:${words[0]}`.toLowerCase()
     && d.data[0].owner_address.toLowerCase() === words[2].toLowerCase() && d.data[0].active && d.data[0].x402_supported' \
    "$agent" "$registry" "$registrant" || return
  check "$(of "$agents" 'd.data[0].services.find((s) => s.name === "obol-catalog").endpoint')" \
    'd.services.some((row) => row.datasetManifestHash === words[0] && row.endpoint.startsWith(words[1]))' \
    "$manifest" "$node/" || return
  run buyer discover --chain "$rpc" --registry "${registry##*:}" --json || return
  check "$answer" \
    'd.found.length === 1 && d.found[0].manifestHash === words[0] && d.found[0].agentId === words[1]
     && d.found[0].state === "proven"' "$manifest" "$agent" || return
  pass "5  indexer — index and chain lead to the catalog that sold, each link proven"
}

# surface NUMBER NAME FUNCTION: those after the first are about what the first has published and sold.
surface() {
  section "$1  $2"
  why="see above"
  if [ -n "$missing" ]; then
    skip "$1  $2 — $missing"
  elif [ "$1" != 1 ] && [ -z "$sold" ]; then
    why="nothing was published and sold in surface 1"
    fail "$1  $2"
  else
    "$3" || fail "$1  $2"
  fi
}

summary() {
  printf '\n=== Summary ===\n'
  cat "$results"
  failed=$(grep -c '^FAIL' "$results")
  skipped=$(grep -c '^SKIP' "$results")
  echo
  echo "hf-surface-smoke: $(grep -c '^PASS' "$results") passed, $skipped skipped, $failed failed, in $(($(date +%s) - began)) s"
  [ "$failed" -eq 0 ]
}

mkdir -p "$work/owner/home" "$work/buyer/home" "$work/aggregator/home"
: >"$results"
"$obol" --version || exit 1
missing=
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || missing="Node 20 with npm is not installed"
began=$(date +%s)
surface 1 "dataset hub" dataset_hub
surface 2 "inference" inference
surface 3 "fine-tune" fine_tune
surface 4 "discovery" discovery
surface 5 "indexer" indexer
summary
