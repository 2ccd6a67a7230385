"""What differs between the model and a worked case, or a binary."""
import json
import answers, binary, model


def show(x): return json.dumps(x, ensure_ascii=False)


def near(got, want):
    if isinstance(want, float) or isinstance(got, float): return abs((got or 0) - (want or 0)) < 0.005
    return got == want


def rows(what, got, want):
    """The first row that is not the same, and whatever only one side has."""
    if got == want: return []
    out = ["%s: only the program: %s" % (what, show(x)) for x in got if x not in want]
    out += ["%s: only the model: %s" % (what, show(x)) for x in want if x not in got]
    return out or ["%s: in another order, or not as often: %s" % (what, show(got))]


def answers_differ(got, want):
    """Program against model; the keys that the model has are compared."""
    out = rows("deliveries", got["deliveries"], want["deliveries"]) + rows("refusals", got["refusals"], want["refusals"])
    for id, w in want["stats"].items():
        g = got["stats"].get(id, {})
        out += ["stats %s.%s: program %s, model %s" % (id, k, show(g.get(k)), show(v)) for k, v in w.items() if not near(g.get(k), v)]
    if len(got["stats"]) != len(want["stats"]): out.append("stats: other campaigns")
    if got["segments"] != want["segments"]: out.append("segments: program %s, model %s" % (show(got["segments"]), show(want["segments"])))
    out += ["ingest %s: program %s, model %s" % (k, got["ingest"].get(k, 0), v) for k, v in want["ingest"].items() if got["ingest"].get(k, 0) != v]
    if got["clock"] is not None and got["clock"] != want["clock"]: out.append("clock: program %s, model %s" % (got["clock"], want["clock"]))
    return out


def modelled(case, steps): return answers.everything(model.Model(case["settings"]).run(steps))


def in_one(steps):
    """The same in one batch: only where nothing happens between the batches."""
    batches = [n for n, s in enumerate(steps) if "ingest" in s]
    if len(batches) < 2: return None
    first, last = batches[0], batches[-1]
    whole = {"ingest": [e for n in batches for e in steps[n]["ingest"]]}
    if "until" in steps[last]: whole["until"] = steps[last]["until"]
    return steps[:first] + [whole] if last - first == len(batches) - 1 else None


def told(path, case):
    done, got = binary.run(path, case)
    want = modelled(case, done)
    out = answers_differ(got, want)
    whole = in_one(done) if case.get("ordered") else None
    if out or whole is None: return out
    uncut = modelled(case, whole)
    if uncut != want: return ["cut in other places: the model differs from itself"]
    other = binary.run(path, {**case, "steps": whole})[1]
    return ["in one batch: " + x for x in answers_differ(other, want)]


def differences(path, case):
    try: return told(path, case)
    except binary.Broken as e: return ["the program: %s" % e]


def worked(case):
    """The model against a worked case of tests/conformance."""
    got, want = modelled({"settings": case.get("settings", {})}, case["steps"]), case["expect"]
    out = rows("deliveries", want["deliveries"], got["deliveries"])
    for id, w in want["stats"].items():
        out += ["%s.%s: %s, model %s" % (id, k, show(v), show(got["stats"][id][k])) for k, v in w.items() if not near(got["stats"][id][k], v)]
    if got["segments"] != want["segments"]: out.append("segments: %s" % show(got["segments"]))
    out += ["ingest %s: model %s" % (k, got["ingest"][k]) for k, v in want["ingest"].items() if got["ingest"][k] != v]
    if want.get("clock", got["clock"]) != got["clock"]: out.append("clock: model %s" % got["clock"])
    return out
