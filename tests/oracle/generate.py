"""Random small scenarios, in the shape of the cases of tests/conformance: few users, names and instants, so
that the rules meet. The same seed gives the same scenario."""
import random
import provoke
from documents import Documents
from instants import DAY, HOUR, MINUTE, amount_ms, from_local, local, parse, show, wall

# Quiet days, and days around changes of the clocks.
DAYS = ["2026-06-10", "2026-12-30", "2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31", "2026-04-04", "2026-10-03"]
ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Auckland", "UTC"]
BAD = ["{not json", "", "  ", "[1]", '{"type":"track","userId":"u1","event":"go"}',
       '{"type":"group","userId":"u1"}', '{"type":"track","anonymousId":"a","event":"go"}',
       '{"type":"track","userId":"","event":"go","timestamp":"2026-06-10T00:00:00Z"}',
       '{"type":"leave","userId":"u1","timestamp":"2026-06-10T00:00:00Z"}',
       '{"type":"track","userId":"u1","event":"go","timestamp":"2026-06-31T00:00:00Z"}',
       '{"type":"track","userId":"u1","event":"go","timestamp":"2026-06-10T00:00:60Z"}']


class Scenario:
    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.base = parse(r.choice(DAYS) + "T00:00:00Z")
        self.grain = r.choice([5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR])
        self.span = r.choice([6 * HOUR, DAY, DAY, 2 * DAY, 5 * DAY])
        if r.random() < 0.06: self.grain, self.span = 12 * HOUR, 110 * DAY
        self.zones = r.sample(ZONES, 2)
        self.users = r.sample(["u1", "u2", "é", "Zz", 7], r.choice([1, 2, 3]))
        self.instants = [self.base + x * self.grain for x in r.choices(range(self.span // self.grain), k=r.randint(3, 25))]
        self.offsets, self.marks = [0], []
        self.documents = Documents(r, self)
        self.messages = 0

    def edges(self):
        """What the documents measure with: amounts after an instant, and instants of their own."""
        self.offsets += [x for x in (HOUR, 6 * HOUR, DAY, 2 * DAY) if x < self.span]
        for doc in self.documents.campaigns.values():
            parts = [doc.get("delay", {}), doc.get("reeligibility", {}).get("after", {})]
            parts += [c.get("within", {"amount": 3, "unit": "days"}) for c in doc.get("conversions", [])]
            self.offsets += [amount_ms(p) for p in parts if "amount" in p and amount_ms(p) < self.span]
            zones = self.zones + ["UTC"]
            walls = [v for k, v in doc.get("duration", {}).items() if k != "zone"]
            day = local(self.r.choice(self.instants), "UTC").strftime("%Y-%m-%dT")
            walls += [day + doc["window"][k] for k in ("from", "to") if "window" in doc]
            self.marks += [from_local(wall(w), z) for w in walls for z in zones]

    def instant(self):
        """One of few, so that equal ones are common, or exactly an amount later; sometimes a millisecond off."""
        r = self.r
        if self.marks and r.random() < 0.1: at = r.choice(self.marks)
        else: at = r.choice(self.instants) + r.choice(self.offsets if r.random() < 0.5 else [0, 0, 0, self.grain, HOUR])
        return at + (r.choice([-1, 1]) if r.random() < 0.08 else 0)

    # Events.

    def properties(self, name):
        r, d, p = self.r, self.documents, {}
        for key in ("v", "w", "a.b"):
            if r.random() < 0.5: p[key] = d.value()
        if name == "Order Completed":
            if r.random() < 0.8: p[r.choice(["revenue", "total", "value"])] = r.choice([1, 2.5, 10, 99.75, "9", None])
            if r.random() < 0.4: p["product_id"] = r.choice(["p1", "p2", 1])
            if r.random() < 0.3: p["products"] = [{r.choice(["product_id", "sku"]): r.choice(["p1", "p2"])}, 5]
        if name in d.MESSAGES or name in d.REPORTS:
            p["campaign_id"] = r.choice(d.ids + d.ids + ["ghost"])
            if r.random() < 0.1: p.pop("campaign_id"); p.update(canvas_id="cv", step_id=r.choice(["s1", "s2"]))
            if name == "Email Opened": p["machine"] = r.choice([True, False, None, 1])
            if r.random() < 0.5: p["button"] = r.choice(["yes", "no"])
            if r.random() < 0.5: p["link_alias"] = r.choice(["shop", "help"])
        if name == "Location Updated": p.update(latitude=r.choice([0, 0.001, 0.02, 45]), longitude=r.choice([0, 0.001]))
        if name.startswith("Geofence"): p["geofence"] = r.choice(["g1", "g2"])
        if name.startswith("News"): p["card_id"] = r.choice(["k1", "k2"])
        if name.endswith(" Received") and not name.startswith("Push"):
            p.update(body=r.choice([" Yes ", "yes", "no", "yes please"]), group=r.choice(["w1", "w2"]))
        return p

    def traits(self):
        r, d = self.r, self.documents
        return {key: None if r.random() < 0.12 else r.choice(d.TRAITS[key]) for key in
                r.sample(sorted(d.TRAITS), r.randint(1, 4))}

    def written(self, at):
        """The same instant, sometimes with an offset and digits to cut."""
        if self.r.random() < 0.85: return show(at)
        minutes = self.r.choice([-570, -60, 30, 330, 825])
        digits = show(at + minutes * MINUTE)[:-1] + self.r.choice(["", "9", "99999"])
        return digits + "%s%02d:%02d" % ("-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60)

    def event(self):
        r, d = self.r, self.documents
        e = {"userId": r.choice(self.users), "timestamp": self.written(self.instant())}
        wanted = provoke.one(r, d.campaigns) if r.random() < 0.6 else None
        if wanted: e.update(wanted)
        elif r.random() < 0.2: e.update(type="identify", traits=self.traits())
        elif r.random() < 0.04: e.update(type=r.choice(["page", "screen"]), name=r.choice(["Home", None]))
        else:
            name = r.choice(d.busy) if r.random() < 0.75 else r.choice(d.NAMES)
            e.update(type="track", event=name, properties=self.properties(name))
        if r.random() < 0.3: e["context"] = {"timezone": r.choice(self.zones + ["Mars/Base", 5])}
        if r.random() < 0.15: e["channel"] = r.choice(["server", "mobile"])
        if r.random() < 0.4: e["messageId"] = "m%d" % r.randint(0, 12)
        return e

    def known(self):
        """Most users can be reached, and tell their zone, from the start."""
        r = self.r
        reach = lambda: {"email": "a@b.c", "phone": "+1", **({"timezone": r.choice(self.zones)} if r.random() < 0.6 else {})}
        return [{"type": "identify", "userId": u, "timestamp": show(self.base - HOUR), "traits": reach()}
                for u in self.users if r.random() < 0.8]

    def cut(self, events, parts):
        edges = sorted(self.r.sample(range(1, len(events)), min(parts - 1, len(events) - 1)))
        return [events[a:b] for a, b in zip([0] + edges, edges + [len(events)])]

    def batches(self):
        """In order and cut anywhere, or with stragglers and every batch shuffled into files."""
        r = self.r
        events = [self.event() for _ in range(4 if len(self.documents.ids) > 6 else r.choice([8, 15, 30, 45]))] + self.known()
        events.sort(key=lambda e: parse(e["timestamp"]))
        cuts = self.cut(events, r.choice([1, 2, 3, 5]))
        if self.ordered: return self.raised([{"ingest": b} for b in cuts])
        for n, batch in enumerate(cuts[:-1]):
            for e in r.sample(batch, len(batch) // 3):
                batch.remove(e)
                cuts[r.randint(n + 1, len(cuts) - 1)].append(e)
        steps = []
        for batch in cuts:
            r.shuffle(batch)
            if batch and r.random() < 0.4: batch.append(dict(r.choice(batch)))
            for _ in range(r.choice([0, 0, 1, 2])): batch.insert(r.randint(0, len(batch)), r.choice(BAD))
            half = r.randint(0, len(batch))
            steps.append({"ingest": batch} if r.random() < 0.6 else {"ingest_files": [batch[:half], batch[half:]]})
        return steps

    def raised(self, steps):
        """1.2: raised on the way to the next event, which changes nothing."""
        r = self.r
        for step, after in zip(steps, steps[1:]):
            here, there = parse(step["ingest"][-1]["timestamp"]), parse(after["ingest"][0]["timestamp"])
            if r.random() < 0.5: step["until"] = show(r.choice([here, there, r.randint(here, there)]))
        return steps

    # Actions.

    def action(self, at):
        """One more or less sensible act; what the program refuses is left out by who runs the scenario."""
        r, d = self.r, self.documents
        id, when = r.choice(d.ids), show(at + r.choice([-HOUR, 0, 0, self.grain, -DAY]))
        verb = r.choice(["stop", "resume", "edit", "edit", "segment", "activate", "archive", "unarchive", "stop resume"])
        if verb == "edit": return [{"campaign": d.edit(id), "at": when}]
        if verb == "segment" and d.segments: return [{"segment": d.segment(r.choice(sorted(d.segments)))}]
        return [{v: id, "at": when} for v in verb.split() if v != "segment"]

    def case(self):
        r, d = self.r, self.documents
        self.ordered = r.random() < 0.4
        settings = {"max_ahead": "off"}
        if r.random() < 0.5: settings["timezone"] = r.choice(self.zones)
        if r.random() < 0.2: settings["max_late"] = r.choice(["1h", "6h", "30m"])
        if r.random() < 0.2: settings["dedupe"] = r.choice(["1h", "24h"])
        steps = [{"segment": s} for s in d.first_segments()] + [{"campaign": c} for c in d.first_campaigns()]
        self.edges()
        early = show(self.base - r.choice([0, DAY]))
        steps += [{"activate": id, "at": early if r.random() < 0.9 else show(self.instant())}
                  for id in r.sample(d.ids, len(d.ids)) if r.random() < 0.92]
        for batch in self.batches():
            lines = [e for e in batch.get("ingest") or sum(batch["ingest_files"], []) if isinstance(e, dict)]
            end = max([parse(e["timestamp"]) for e in lines] or [self.base])
            if not self.ordered and r.random() < 0.3: batch["until"] = show(end + r.choice([0, self.grain, HOUR, DAY]))
            steps.append(batch)
            while not self.ordered and r.random() < 0.45: steps += self.action(end)
        end = r.choice(self.instants) + r.choice([DAY, 2 * DAY, 5 * DAY, 9 * DAY])
        if r.random() < 0.6: steps.append({"ingest": [], "until": show(end)})
        return {"name": "random", "settings": settings, "steps": steps, "ordered": self.ordered}


def scenario(seed): return Scenario(seed).case()
