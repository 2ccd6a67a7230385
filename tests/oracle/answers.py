"""The model's answers in the shape in which the command line prints them."""
from filters import holds
from instants import show


def deliveries(m):
    rows = sorted(m.entries, key=lambda e: (e.trigger, e.user.id.encode(), e.campaign.id.encode(), e.due, e.seq))
    return [{"campaign": e.campaign.id, "user": e.user.id, "trigger_at": show(e.trigger), "due_at": show(e.due),
             "decided_at": show(e.decided), "outcome": e.outcome, "detail": e.detail} for e in rows]


def table(t): return {k: {"total": n, "unique": len(users)} for k, (n, users) in t.items()}


def stats(m):
    out = {}
    for c in m.campaigns.values():
        mine = [e for e in m.entries if e.campaign is c]
        outcomes = {}
        for e in mine: outcomes[e.outcome] = outcomes.get(e.outcome, 0) + 1
        rows = [{"sent": c.conversions.count((n, "sent")), "control": c.conversions.count((n, "control"))}
                for n in range(len(c.doc.get("conversions", [])))]
        out[c.id] = {"matches": c.matches, "refusals": c.refusals, "entries": len(mine), "outcomes": outcomes,
                     "unique_recipients": len({e.user.id for e in mine if e.outcome == "sent"}),
                     "interactions": table(c.interactions), "reports": table(c.reports),
                     "conversions": rows, "revenue": c.revenue}
    return out


def refusals(m):
    return sorted([c.id, user, show(t), reason] for c in m.campaigns.values() for user, (t, reason) in c.last_refusal.items())


def segments(m):
    return {id: sum(holds(s["filter"], u, m.segments, m.clock) for u in m.users.values()) for id, s in m.segments.items()}


def members(m, segment):
    return sorted(u.id for u in m.users.values() if holds(m.segments[segment]["filter"], u, m.segments, m.clock))


def everything(m):
    return {"deliveries": deliveries(m), "stats": stats(m), "segments": segments(m), "refusals": refusals(m),
            "ingest": dict(m.counts), "clock": show(m.clock)}
