"""The two servers, started on 127.0.0.1 and stopped by their process ids."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import measure

ROOT = Path(__file__).resolve().parent.parent.parent
OBOL = str(ROOT / "obol")
OBOL_PORT = 18402
NGINX_PORT = 18080
DATASET = "bench"


class Server:
    name, port, process = "", 0, None

    def cpu(self):
        return measure.tree_cpu(self.process.pid)

    def wait(self, path):
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended with {self.process.returncode}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{self.name} does not answer on port {self.port}")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Node(Server):
    """obol dataset publish, as it is."""

    name, port = "obol", OBOL_PORT
    file_path = f"/dataset/{DATASET}/download"
    json_path = f"/dataset/{DATASET}/versions"

    def __init__(self, store, cpu):
        command = [OBOL, "dataset", "publish", DATASET, "--port", str(self.port), "--no-tunnel"]
        command += ["--drain", "0", "--access-log", str(store.folder / "obol-access.log")]
        self.token, self.tokens = store.tokens[0], store.tokens
        self.process = subprocess.Popen(
            measure.pinned(command, cpu), env=store.environment, stdout=subprocess.DEVNULL
        )
        self.wait("/healthz")

    def json_body(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.json_path}", headers={"Authorization": f"Bearer {self.token}"}
        )
        return urllib.request.urlopen(request).read()


class Nginx(Server):
    """One worker with sendfile, serving the very file that obol serves, and an access log too."""

    name, port = "nginx", NGINX_PORT
    file_path, json_path = "/file", "/log.json"
    token, tokens = "-", ["-"]

    def __init__(self, store, cpu, body=b"{}"):
        folder = store.folder / "nginx"
        folder.mkdir(exist_ok=True)
        (folder / "log.json").write_bytes(body)
        (folder / "nginx.conf").write_text(
            f"""
            daemon off; pid {folder}/pid; error_log {folder}/error.log warn;
            {"user root;" if os.getuid() == 0 else ""}
            worker_processes 1; worker_rlimit_nofile 16384;
            events {{ worker_connections 8192; }}
            http {{
              sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000;
              access_log {folder}/access.log;
              client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
              uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
              server {{
                listen 127.0.0.1:{self.port} backlog=4096;
                location = /file {{ alias {store.object}; }}
                location = /log.json {{ alias {folder}/log.json; default_type application/json; }}
              }}
            }}"""
        )
        command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
        self.process = subprocess.Popen(measure.pinned(command, cpu))
        self.wait("/log.json")


class Store:
    """A file of rows, signed as version 1 of a dataset, with members."""

    def __init__(self, folder, size, members):
        self.folder = folder
        self.rows = rows(folder, size)
        self.size = self.rows.stat().st_size
        home = folder / "home"
        self.environment = dict(os.environ, OBOL_CONFIG_DIR=str(home))
        if not home.exists():
            subprocess.run(
                [OBOL, "dataset", "from", str(self.rows), "--name", DATASET],
                env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        self.object = max((home / "objects" / "sha256").rglob("*"), key=lambda p: p.is_file() and p.stat().st_size)
        made = java("Tokens", home, DATASET, members)
        self.tokens = made.split()


def rows(folder, size):
    """The seeded file; the same bytes for the same size."""
    file = folder / "rows.jsonl"
    if not file.exists():
        java("RowsFile", file, size)
        measure.drop_dirty()
    return file


def java_command(program, *arguments):
    """A program of org.obol.bench, with every library beside it."""
    home = os.environ["JAVA_HOME"]
    path = f"{ROOT}/bench/target/classes:{ROOT}/bench/target/lib/*"
    return [f"{home}/bin/java", "-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", path,
            f"org.obol.bench.{program}", *map(str, arguments)]


def java(program, *arguments):
    return subprocess.run(java_command(program, *arguments), check=True, stdout=subprocess.PIPE, text=True).stdout


def jcmd(pid, *command):
    home = os.environ["JAVA_HOME"]
    return subprocess.run([f"{home}/bin/jcmd", str(pid), *command], check=True, stdout=subprocess.PIPE, text=True).stdout


def heap_mb(pid):
    """Live heap after a full collection, in MB."""
    jcmd(pid, "GC.run")
    used = re.findall(r"used (\d+)K", jcmd(pid, "GC.heap_info").split("Metaspace")[0])
    return sum(map(int, used)) / 1024
