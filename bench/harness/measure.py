"""Wall time, CPU time and the words around them."""

import os
import statistics
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")
GB = 1e9


class Sample:
    """What one run cost: seconds on the clock, CPU seconds of it and of the server, cores others took, and the most MB that one of its processes had in memory."""

    def __init__(self, wall, cpu, server=0.0, others=0.0, rss=0.0):
        self.wall, self.cpu, self.server, self.others, self.rss = wall, cpu, server, others, rss


def pinned(command, cpu):
    return command if cpu is None else ["taskset", "-c", str(cpu)] + command


def timed(command, server=None, **options):
    """Runs a command to its end; with a server, also what that spent meanwhile."""
    machine, served = Machine(), server.cpu() if server else 0.0
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}:\n{output.decode(errors='replace')}")
    cpu = usage.ru_utime + usage.ru_stime
    spent = server.cpu() - served if server else 0.0
    return Sample(wall, cpu, spent, machine.others(wall, cpu + spent), usage.ru_maxrss * 1024 / 1e6), output.decode()


class Machine:
    """How much of the machine somebody else used; the kernel's write-back counts as somebody."""

    def __init__(self):
        self.busy = self._busy()
        self.self = sum(os.times()[:2])

    def others(self, wall, ours):
        own = sum(os.times()[:2]) - self.self
        return max(0.0, (self._busy() - self.busy - ours - own) / wall)

    @staticmethod
    def _busy():
        with open("/proc/stat") as stat:
            user, nice, system, _, _, irq, soft, steal = map(int, stat.readline().split()[1:9])
        return (user + nice + system + irq + soft + steal) / TICK


def tree_cpu(root):
    """User and system seconds of a process and all below it."""
    parent, spent = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parent[int(name)] = int(fields[1])
            spent[int(name)] = (int(fields[11]) + int(fields[12])) / TICK
    total = 0.0
    for pid, seconds in spent.items():
        above = pid
        while above and above != root:
            above = parent.get(above, 0)
        total += seconds if above == root else 0.0
    return total


def status(pid, field):
    """A number from /proc/PID/status: Threads, or VmRSS in KB."""
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(field + ":"))


def drop_dirty():
    """Lets the disk finish, so that no run pays for the one before it."""
    os.sync()


def spread(values, digits=2):
    """Median with the smallest and largest."""
    values = list(values)
    form = f"{{:.{digits}f}}"
    middle, low, high = (form.format(v) for v in (statistics.median(values), min(values), max(values)))
    return f"{middle} ({low}–{high})"


def ratios(above, below, digits=2):
    """The quotients pair by pair, as a spread."""
    return spread([a / b for a, b in zip(above, below)], digits)


def table(title, head, rows):
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


def others_line(samples):
    samples = list(samples)
    print(
        f"\nCores that others used meanwhile: median {statistics.median(s.others for s in samples):.2f},"
        f" at most {max(s.others for s in samples):.2f}.",
        flush=True,
    )
