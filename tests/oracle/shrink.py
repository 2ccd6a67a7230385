"""Makes a scenario on which program and model differ as small as it still differs."""
import copy, time
import compare

SECONDS = 60
OPTIONAL = ("exceptions", "duration", "window", "reeligibility", "reevaluate_audience", "audience", "control_percent",
            "conversions", "identity", "delay")


def without(things, n, size): return things[:n] + things[n + size:]


def fewer_steps(case):
    size = max(1, len(case["steps"]) // 2)
    while size:
        for n in range(0, len(case["steps"]), size): yield {**case, "steps": without(case["steps"], n, size)}
        size //= 2


def fewer_events(case):
    for n, step in enumerate(case["steps"]):
        if "ingest_files" in step:
            flat = {k: v for k, v in step.items() if k != "ingest_files"}
            yield replaced(case, n, {**flat, "ingest": sum(step["ingest_files"], [])})
        size = len(step.get("ingest", [])) // 2 or (1 if step.get("ingest") else 0)
        while size:
            for k in range(0, len(step["ingest"]), size): yield replaced(case, n, {**step, "ingest": without(step["ingest"], k, size)})
            size //= 2


def replaced(case, n, step): return {**case, "steps": case["steps"][:n] + [step] + case["steps"][n + 1:]}


def fewer_keys(case):
    for n, step in enumerate(case["steps"]):
        doc = step.get("campaign", {})
        for key in OPTIONAL:
            if key in doc: yield replaced(case, n, {**step, "campaign": {k: v for k, v in doc.items() if k != key}})
        for key in ("triggers", "exceptions", "conversions"):
            if len(doc.get(key, [])) > 1:
                for k in range(len(doc[key])): yield replaced(case, n, {**step, "campaign": {**doc, key: without(doc[key], k, 1)}})
        for k, event in enumerate(step.get("ingest", [])):
            for key in ("context", "channel", "messageId", "properties") if isinstance(event, dict) else ():
                if event.get(key):
                    small = copy.deepcopy(step)
                    del small["ingest"][k][key]
                    yield replaced(case, n, small)
    for key in case["settings"]:
        if key != "max_ahead": yield {**case, "settings": {k: v for k, v in case["settings"].items() if k != key}}


def differs(path, case):
    try: return bool(compare.differences(path, case))
    except Exception: return False


def smallest(path, case):
    until, again = time.monotonic() + SECONDS, True
    while again and time.monotonic() < until:
        again = False
        for candidates in (fewer_steps, fewer_events, fewer_keys):
            found = True
            while found and time.monotonic() < until:
                found = next((c for c in candidates(case) if time.monotonic() < until and differs(path, c)), None)
                if found: case, again = found, True
    return case
