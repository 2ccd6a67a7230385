"""SEMANTICS 9 and the leaves of FORMATS 3: one truth table for properties, traits and segments."""
import re
from instants import DAY, amount_ms, hash64, parse

NEGATIVE = {"not_equals": "equals", "none_of": "any_of", "not_contains": "contains", "not_matches": "matches",
            "not_includes": "includes", "missing": "exists"}
COMPARE = {"eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b,
           "ge": lambda a, b: a >= b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b}


def is_number(v): return isinstance(v, (int, float)) and not isinstance(v, bool)


def kind(v):
    if isinstance(v, bool): return "bool"
    if is_number(v): return "number"
    return {str: "string", list: "array", dict: "object", type(None): "null"}[type(v)]


def same(a, b):
    """Deep equality with JSON's types: numbers as doubles, true is not 1."""
    if kind(a) != kind(b): return False
    if kind(a) == "number": return float(a) == float(b)
    if kind(a) == "array": return len(a) == len(b) and all(map(same, a, b))
    if kind(a) == "object": return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def same_scalar(a, b): return kind(a) in ("bool", "number", "string") and same(a, b)


def steps(path):
    """'a.b', 'a[0]', 'a[]', '"a.b"' (9.3) as keys, numbers and None for any."""
    out = []
    for m in re.finditer(r'"((?:[^"\\]|\\.)*)"|\[(\d*)\]|([^.\[\]"]+)', path):
        if m[1] is not None: out.append(m[1])
        elif m[2] is not None: out.append(int(m[2]) if m[2] else None)
        else: out.append(m[3])
    return out


def values(path, document):
    """What a path leads to; null stands for missing. `[]` gives several; none at all is missing."""
    found = [document]
    for step in steps(path):
        after = []
        for v in found:
            if step is None: after += v if isinstance(v, list) else []
            elif isinstance(step, int): after.append(v[step] if isinstance(v, list) and step < len(v) else None)
            else: after.append(v.get(step) if isinstance(v, dict) else None)
        found = after
    return found or [None]


def positive(op, want, v, now):
    if op == "exists": return v is not None
    if op == "equals": return same_scalar(v, want)
    if op == "any_of": return any(same_scalar(v, w) for w in want)
    if op == "includes": return isinstance(v, list) and any(same_scalar(x, want) for x in v)
    if op == "contains": return isinstance(v, str) and want in v
    if op == "matches": return isinstance(v, str) and re.search(want, v, re.I) is not None
    if op in ("gt", "ge", "lt", "le"): return is_number(v) and COMPARE[op](v, want)
    if op == "between": return is_number(v) and want[0] <= v <= want[1]
    at = parse(v)
    if at is None: return False
    if op == "before": return at < parse(want)
    if op == "after": return at > parse(want)
    if op == "in_last": return now - amount_ms(want) <= at <= now
    raise KeyError(op)


def condition(path, row, document, now):
    found = values(path, document)
    op, want = row["op"], row.get("value")
    if op in NEGATIVE: return not any(positive(NEGATIVE[op], want, v, now) for v in found)
    return any(positive(op, want, v, now) for v in found)


def days_sum(per_day, days, now):
    """2.4: UTC calendar days from today - Y."""
    return sum(n for day, n in per_day.items() if now // DAY - days <= day <= now // DAY)


def of_instant(at, test, now):
    if at is None: return False
    op, value = test["op"], test["value"]
    if op == "before": return at < parse(value)
    if op == "after": return at > parse(value)
    if op == "more_than_days_ago": return now - at > value * DAY
    return now - at < value * DAY


def holds(f, user, segments, now):
    """Whether a filter holds for a user (a model.Profile)."""
    if "all" in f: return all(holds(x, user, segments, now) for x in f["all"])
    if "any" in f: return any(holds(x, user, segments, now) for x in f["any"])
    if "not" in f: return not holds(f["not"], user, segments, now)
    if "everyone" in f: return True
    if "trait" in f: return condition(f["trait"], f, user.traits, now)
    if "spent" in f:
        spent = days_sum(user.spent_days, f["days"], now) if "days" in f else sum(user.spent_days.values())
        return COMPARE[f["spent"]["op"]](spent, f["spent"]["value"])
    if "event" in f:
        seen = user.events.get(f["event"])
        if "count" in f:
            n = 0 if not seen else days_sum(seen.days, f["days"], now) if "days" in f else sum(seen.days.values())
            return COMPARE[f["count"]["op"]](n, f["count"]["value"])
        if "first" in f: return of_instant(seen and seen.first, f["first"], now)
        return of_instant(seen and seen.last, f["last"], now)
    if "received" in f:
        return any(not r.control for c, rs in user.receipts.items() if f["received"] in ("*", c) for r in rs)
    if "control" in f: return any(r.control for r in user.receipts.get(f["control"], []))
    if "interacted" in f: return (f["interacted"], f["interaction"]) in user.interactions
    if "segment" in f: return holds(segments[f["segment"]]["filter"], user, segments, now)
    if "bucket" in f: return f["bucket"]["from"] <= hash64(user.id) % 10000 <= f["bucket"]["to"]
    if "user" in f: return user.id in f["user"]
    raise KeyError(str(f))
