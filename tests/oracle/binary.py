"""Runs a scenario through the command line and brings the answers into the shape of answers.py."""
import json, os, subprocess, tempfile

VERBS = ("activate", "stop", "resume", "archive", "unarchive")
STATS = ("matches", "refusals", "entries", "outcomes", "unique_recipients", "interactions", "reports", "conversions", "revenue")
ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Broken(Exception): pass


class Binary:
    def __init__(self, path, folder): self.path, self.folder, self.batch = path, folder, 0

    def call(self, *args, stdin=None, may_refuse=False):
        """The rows; None where the answer was no and that may be."""
        p = subprocess.run([self.path, "--db", self.folder + "/o.db", "--as", "oracle", "--json", *args], input=stdin,
                           capture_output=True, text=True)
        if p.returncode == 1 and may_refuse: return None
        if p.returncode: raise Broken("%s: exit %d: %s" % (" ".join(args), p.returncode, p.stderr.strip()[:300]))
        return [json.loads(x) for x in p.stdout.splitlines() if x.strip()]

    def files(self, step):
        """Each begins with a blank line of its own length: a file of the same bytes is not read twice."""
        self.batch += 1
        paths = []
        for n, lines in enumerate(step["ingest_files"] if "ingest_files" in step else [step["ingest"]]):
            paths.append("%s/%d-%d.ndjson" % (self.folder, self.batch, n))
            with open(paths[-1], "w") as f:
                f.write(" " * (self.batch * 10 + n) + "\n")
                for line in lines: f.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        return paths

    def step(self, step):
        at = ["--at", step["at"]] if "at" in step else []
        for noun in ("segment", "campaign"):
            if noun in step: return self.call(noun, "import", "-", *at, stdin=json.dumps(step[noun]), may_refuse=True)
        if "ingest" in step or "ingest_files" in step:
            return self.call("ingest", *self.files(step), *(["--until", step["until"]] if "until" in step else []))
        verb = next(v for v in VERBS if v in step)
        return self.call("campaign", verb, step[verb], *at, may_refuse=True)


def filled(value): return {k: v for k, v in (value or {}).items() if v if not isinstance(v, dict) or v.get("total")}


def stats_row(row):
    out = {k: row.get(k) for k in STATS}
    for k in ("refusals", "outcomes", "interactions", "reports"): out[k] = filled(out[k])
    return out


def run(path, case):
    """(the steps that were not refused, the answers)."""
    with tempfile.TemporaryDirectory(dir=ROOM) as folder:
        b, done, counts, clock = Binary(path, folder), [], {}, None
        for key, value in case["settings"].items(): b.call("settings", "set", key, value)
        for step in case["steps"]:
            rows = b.step(step)
            if rows is None: continue
            done.append(step)
            if "ingest" in step or "ingest_files" in step:
                for k, v in rows[-1].items():
                    if isinstance(v, int): counts[k] = counts.get(k, 0) + v
                clock = rows[-1]["clock"]
        keys = ("campaign", "user", "trigger_at", "due_at", "decided_at", "outcome", "detail")
        out = {"deliveries": [{k: r.get(k) for k in keys} for r in b.call("deliveries")],
               "stats": {r["campaign"]: stats_row(r) for r in b.call("stats")},
               "segments": {r["segment"]: r["size"] for r in b.call("segment", "size")},
               "refusals": sorted([r["campaign"], r["user"], r["trigger_at"], r["reason"]] for r in b.call("refusals")),
               "ingest": counts, "clock": clock}
        b.call("verify")
        return done, out
