"""A plain model of SEMANTICS 1 to 9, written from the two documents alone: what a case must come to.

    Model(settings).run(steps) takes the steps of tests/conformance; the answers are in its members."""
from filters import holds, same
from events import IMPRESSIONS, PURCHASE, REPORTS, SESSION, Occurrence, matches, place, read_line
from instants import (DAY, HOUR, amount_ms, clock_time, from_local, hash64, inside, local, next_opening, parse, wall,
                      zone_valid)
import datetime

DURATIONS = {"s": 1000, "m": 60_000, "h": HOUR, "d": DAY}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SUBSCRIPTIONS = {"emailSubscription": "email", "pushSubscription": "push"}
IDENTITY = {"email": "email", "sms": "phone", "whatsapp": "phone"}
DEPTH_MAX, DERIVED_MAX = 8, 1024


class Seen:
    def __init__(self): self.first = self.last = None; self.days = {}


class Receipt:
    def __init__(self, instant, control): self.instant, self.control, self.converted = instant, control, set()


class Profile:
    def __init__(self, id):
        self.id, self.traits, self.zone, self.events, self.spent_days = id, {}, None, {}, {}
        self.hours, self.location, self.receipts, self.interactions = [0] * 24, None, {}, set()
        self.remembered = {}

    def last_receipt(self, campaign):
        rs = self.receipts.get(campaign, [])
        return max(reversed(rs), key=lambda r: r.instant) if rs else None


class Entry:
    def __init__(self, campaign, user, trigger, due, seq):
        self.campaign, self.user, self.trigger, self.due, self.seq = campaign, user, trigger, due, seq
        self.outcome, self.decided, self.detail, self.seen = "pending", None, None, False


class Campaign:
    def __init__(self, doc):
        self.doc, self.id, self.state = doc, doc["id"], "draft"
        self.activated, self.resumed = None, 0
        self.matches, self.refusals, self.last_refusal = 0, {}, {}
        self.interactions, self.reports, self.revenue = {}, {}, 0
        self.conversions = []

    def count(self, table, name, user):
        total, users = table.get(name, (0, frozenset()))
        table[name] = (total + 1, users | {user})


class Model:
    def __init__(self, settings):
        duration = lambda key, usual: int(settings.get(key, usual)[:-1]) * DURATIONS[settings.get(key, usual)[-1]]
        self.company = settings.get("timezone", "UTC")
        self.max_late, self.dedupe = duration("max_late", "24h"), duration("dedupe", "72h")
        self.clock, self.users, self.campaigns, self.segments, self.entries = 0, {}, {}, {}, []
        self.counts = dict.fromkeys(("lines", "accepted", "duplicates", "rejected", "anonymous", "skipped", "late",
                                     "cycle", "unknown_campaign"), 0)
        self.queue, self.depth, self.waiting = [], 0, []

    # Steps.

    def run(self, steps):
        for step in steps: self.step(step)
        return self

    def step(self, step):
        if "segment" in step: self.segments[step["segment"]["id"]] = step["segment"]
        elif "campaign" in step:
            doc = step["campaign"]
            if doc["id"] in self.campaigns: self.campaigns[doc["id"]].doc = doc
            else: self.campaigns[doc["id"]] = Campaign(doc)
        elif "ingest" in step: self.ingest([step["ingest"]], step.get("until"))
        elif "ingest_files" in step: self.ingest(step["ingest_files"], step.get("until"))
        else:
            for verb in ("activate", "stop", "resume", "archive", "unarchive"):
                if verb in step: self.act(verb, self.campaigns[step[verb]], parse(step["at"]))

    def act(self, verb, c, at):
        if verb in ("activate", "resume"):
            c.state = "live"
            if verb == "activate": c.activated = at
            else: c.resumed = at
        elif verb == "unarchive": c.state = "stopped" if c.activated is not None else "draft"
        else:
            c.state = {"stop": "stopped", "archive": "archived"}[verb]
            for e in self.pending(c): self.end(e, "stopped", max(at, self.clock))

    def ingest(self, files, until):
        batch = []
        for lines in files:
            for line in lines:
                o = read_line(line)
                if o is None: continue
                self.counts["lines"] += 1
                if isinstance(o, str): self.counts[o] += 1
                else: batch.append(o)
        for o in sorted(batch, key=lambda o: o.t): self.event(o)
        self.raise_clock(self.clock)
        if until: self.raise_clock(parse(until))

    # 1.2, 3.3: the clock.

    def pending(self, c=None, user=None):
        return [e for e in self.waiting if (c is None or e.campaign is c) and (user is None or e.user is user)]

    def raise_clock(self, t):
        while True:
            due = [e for e in self.pending() if e.due <= t]
            if not due: break
            e = min(due, key=lambda e: (e.due, e.user.id.encode(), e.campaign.id.encode(), e.trigger, e.seq))
            self.clock = max(self.clock, e.due)
            self.decide(e)
            self.follow()
        self.clock = max(self.clock, t)

    def zone_of(self, user): return user.zone or self.company

    def zone(self, which, user): return self.zone_of(user) if which == "user" else self.company

    # 3: one event.

    def duplicate(self, o):
        if o.message_id is None: return False
        user = self.users.get(o.user)
        c = max(self.clock, o.t)
        if o.t < c - self.dedupe: return False
        known = user.remembered.get(o.message_id) if user else None
        return known is not None and c - known <= self.dedupe

    def event(self, o):
        if self.duplicate(o):
            self.counts["duplicates"] += 1
            return
        self.counts["accepted"] += 1
        if o.t < self.clock: self.counts["late"] += 1
        remember = o.message_id is not None and o.t >= max(self.clock, o.t) - self.dedupe
        self.raise_clock(o.t)
        user = self.users.setdefault(o.user, Profile(o.user))
        if remember: user.remembered[o.message_id] = o.t
        for name in (o.context_zone, o.traits.get("timezone")):
            if zone_valid(name): user.zone = name
        latest = {id: user.last_receipt(id) for id in self.campaigns}
        if o.what == "identify": o.changes = self.apply(user, o.traits)
        self.match(o, user)
        if o.what == "track":
            self.credit(o, user)
            self.message(o, user)
            self.convert(o, user, latest)
        self.follow()

    def match(self, o, user):
        for id in sorted(self.campaigns, key=str.encode): self.except_(self.campaigns[id], o, user)
        for id in sorted(self.campaigns, key=str.encode): self.trigger(self.campaigns[id], o, user)

    def apply(self, user, traits):
        """2.2: merges the traits and says what changed."""
        before = dict(user.traits)
        changes = {"traits": {}, "email_added": False, "subscriptions": {}, "groups": {}}
        for key, value in traits.items():
            if key == "subscriptionGroups":
                if isinstance(value, dict): self.apply_groups(user, value, changes)
            elif value is None: user.traits.pop(key, None)
            else:
                if key not in before or not same(before[key], value): changes["traits"][key] = value
                user.traits[key] = value
        for key, channel in SUBSCRIPTIONS.items():
            was, now = before.get(key, "subscribed"), user.traits.get(key, "subscribed")
            if was != now: changes["subscriptions"][channel] = now
        changes["email_added"] = before.get("email", "") == "" and user.traits.get("email", "") != ""
        return changes

    def apply_groups(self, user, groups, changes):
        known = dict(user.traits.get("subscriptionGroups", {}))
        for group, value in groups.items():
            was = known.get(group, "unsubscribed")
            if value is None: known.pop(group, None)
            else: known[group] = value
            if known.get(group, "unsubscribed") != was: changes["groups"][group] = known.get(group, "unsubscribed")
        user.traits["subscriptionGroups"] = known

    def credit(self, o, user):
        names = [o.name] + ["$session"] * (o.name in SESSION) + ["$purchase"] * (o.name == PURCHASE)
        for name in names:
            seen = user.events.setdefault(name, Seen())
            seen.first = o.t if seen.first is None else min(seen.first, o.t)
            seen.last = o.t if seen.last is None else max(seen.last, o.t)
            seen.days[o.t // DAY] = seen.days.get(o.t // DAY, 0) + 1
        if o.name in SESSION: user.hours[local(o.t, self.zone_of(user)).hour] += 1
        if o.name == PURCHASE: user.spent_days[o.t // DAY] = user.spent_days.get(o.t // DAY, 0) + o.revenue()
        if place(o): user.location = place(o)
        if o.name == "Unsubscribed":
            changes = self.apply(user, {"emailSubscription": "unsubscribed"})
            if changes["traits"]: self.derive(Occurrence("identify", user.id, o.t, changes=changes))

    def message(self, o, user):
        """8.3 and the impressions of 6.6."""
        named = o.campaign_named()
        if named is None or not o.is_message_event(): return
        if named not in self.campaigns:
            self.counts["unknown_campaign"] += 1
            return
        c = self.campaigns[named]
        for name in o.interactions(): self.interact(c, name, user)
        if o.name in REPORTS: c.count(c.reports, REPORTS[o.name], user.id)
        if IMPRESSIONS.get(o.name) == c.doc["channel"]:
            for e in self.entries:
                if e.campaign is c and e.user is user and e.outcome == "sent" and not e.seen and e.due <= o.t:
                    e.seen = True
                    user.receipts.setdefault(c.id, []).append(Receipt(o.t, False))

    def interact(self, c, name, user):
        c.count(c.interactions, name, user.id)
        user.interactions.add((c.id, name))

    def convert(self, o, user, latest):
        """8.2."""
        for id in sorted(self.campaigns, key=str.encode):
            c, r = self.campaigns[id], latest[id]
            if r is None or r.instant >= o.t: continue
            for n, conversion in enumerate(c.doc.get("conversions", [])):
                close = r.instant + amount_ms(conversion.get("within", {"amount": 3, "unit": "days"}))
                if o.t > close: continue
                if n == 0 and o.name == PURCHASE and not r.control: c.revenue += o.revenue()
                if n in r.converted or not matches(conversion["event"], o, c.doc, user, self.clock): continue
                r.converted.add(n)
                c.conversions.append((n, "control" if r.control else "sent"))
                if not r.control:
                    self.interact(c, "conversion", user)
                    self.derive(Occurrence("interaction", user.id, o.t, campaign=id, interaction="conversion"))

    # 3.6: derived events.

    def derive(self, o): self.queue.append((self.depth + 1, o))

    def follow(self):
        done = dropped = 0
        while self.queue:
            depth, o = self.queue.pop(0)
            if depth > DEPTH_MAX or done >= DERIVED_MAX:
                dropped = 1
                continue
            done += 1
            self.depth = depth
            self.match(o, self.users[o.user])
        self.depth = 0
        self.counts["cycle"] += dropped

    # 4: exceptions.

    def except_(self, c, o, user):
        waiting = [e for e in self.pending(c, user) if e.trigger < o.t < e.due]
        if not waiting or not any(matches(row, o, c.doc, user, self.clock) for row in c.doc.get("exceptions", [])): return
        for e in waiting: self.end(e, "exception", o.t)
        self.derive(Occurrence("exception", user.id, o.t, campaign=c.id))

    def end(self, e, outcome, at, detail=None):
        e.outcome, e.decided, e.detail = outcome, at, detail
        self.waiting.remove(e)

    # 5: triggers.

    def span(self, c, user, which):
        text = c.doc.get("duration", {}).get(which)
        if text is None: return None
        return from_local(wall(text), self.zone(c.doc["duration"].get("zone", "company"), user) if user else self.company)

    def is_live(self, c):
        start = self.span(c, None, "start")
        return c.state == "live" and (start is None or start <= self.clock)

    def source_live(self, row):
        named = row["type"] in ("campaign_interaction", "exception_performed") and row["campaign"] != "*"
        return not named or self.is_live(self.campaigns[row["campaign"]])

    def in_audience(self, c, user):
        audience = c.doc.get("audience", {})
        filters = [self.segments[s]["filter"] for s in audience.get("segments", [])]
        if "filter" in audience: filters.append(audience["filter"])
        return all(holds(f, user, self.segments, self.clock) for f in filters)

    def window(self, c, user):
        w = c.doc.get("window")
        return (w, self.zone(w.get("zone", "user"), user)) if w else None

    def gate_history(self, c, o, user):
        rule = c.doc.get("reeligibility", {"allowed": False})
        wait = amount_ms(rule["after"]) if "after" in rule else 0
        if self.pending(c, user) and not (rule["allowed"] and wait == 0): return "already_pending"
        last = user.last_receipt(c.id)
        if last and not rule["allowed"]: return "already_control" if last.control else "already_received"
        if last and wait > 0 and o.t - last.instant < wait: return "wait_not_over"

    def refusal(self, c, o, user, rows):
        """The first gate that fails, else None and the due."""
        if not any(self.source_live(row) for row in rows): return "source_not_live", None
        start, end, window = self.span(c, user, "start"), self.span(c, user, "end"), self.window(c, user)
        if o.t < max(start or 0, c.activated, c.resumed): return "before_start", None
        if end is not None and o.t > end: return "after_end", None
        if c.doc["channel"] == "in_app" and o.channel == "server": return "not_from_sdk", None
        if window and not inside(o.t, *window): return "outside_window", None
        history = self.gate_history(c, o, user)
        if history: return history, None
        if not self.in_audience(c, user): return "not_in_audience", None
        due = self.due(c, o.t, user)
        if window and not inside(due, *window):
            if window[0].get("if_missed", "drop") == "drop": return "missed_window", None
            due = next_opening(due, *window)
        if end is not None and due > end: return "due_after_end", None
        return None, due

    def trigger(self, c, o, user):
        if c.state != "live": return
        rows = [row for row in c.doc["triggers"] if matches(row, o, c.doc, user, self.clock)]
        if not rows: return
        c.matches += 1
        reason, due = self.refusal(c, o, user, rows)
        if reason:
            c.refusals[reason] = c.refusals.get(reason, 0) + 1
            c.last_refusal[user.id] = (o.t, reason)
            return
        e = Entry(c, user, o.t, due, len(self.entries))
        self.entries.append(e)
        self.waiting.append(e)
        if due <= o.t: self.decide(e)

    # 7: due.

    def due(self, c, t, user):
        delay = c.doc.get("delay", {"kind": "immediate"})
        if delay["kind"] == "immediate": return t
        if delay["kind"] == "after": return t + amount_ms(delay)
        zone = self.zone(delay.get("zone", "user"), user)
        day = local(t, zone).date()
        on = lambda days, at: from_local(datetime.datetime.combine(day + datetime.timedelta(days=days), at), zone)
        if delay["kind"] == "in_days": return on(delay["days"], clock_time(delay["at"]))
        if delay["kind"] == "on_weekday":
            ahead = (WEEKDAYS.index(delay["weekday"]) - day.weekday()) % 7 or 7
            return on(ahead, clock_time(delay["at"]))
        best = max(user.hours)
        at = datetime.time(user.hours.index(best)) if best else clock_time(delay["fallback"])
        return next(x for x in (on(n, at) for n in range(4)) if x > t)

    # 6: deciding.

    def decide(self, e):
        c, user, now = e.campaign, e.user, max(e.due, self.clock)
        end, window = self.span(c, user, "end"), self.window(c, user)
        if end is not None and e.due > end: return self.end(e, "due_after_end", now)
        if now > e.due:
            outside = window and not inside(now, *window)
            drop = window and window[0].get("if_missed", "drop") == "drop"
            if (end is not None and now > end) or (outside and drop) or now - e.due > self.max_late:
                return self.end(e, "too_late", now)
            if outside:
                moved = next_opening(now, *window)
                if end is not None and moved > end: return self.end(e, "too_late", now)
                e.due = moved
                return
        delayed = c.doc.get("delay", {"kind": "immediate"})["kind"] != "immediate"
        if c.doc.get("reevaluate_audience") and delayed and not self.in_audience(c, user):
            return self.end(e, "left_audience", now)
        channel = c.doc["channel"]
        identity = c.doc.get("identity", IDENTITY.get(channel, ""))
        if identity and user.traits.get(identity, "") == "": return self.end(e, "unreachable", now, "no_identity")
        if channel in ("email", "push") and user.traits.get(channel + "Subscription") == "unsubscribed":
            return self.end(e, "unreachable", now, "unsubscribed")
        self.send(e, now, hash64(user.id + ":" + c.id) % 100 < c.doc.get("control_percent", 0))

    def send(self, e, now, control):
        c, user = e.campaign, e.user
        self.end(e, "control" if control else "sent", now)
        shown = c.doc["channel"] in ("in_app", "content_card")
        if control or not shown: user.receipts.setdefault(c.id, []).append(Receipt(now, control))
        if control or not shown:
            name = "enter_control" if control else "receive_" + c.doc["channel"]
            self.interact(c, name, user)
            self.derive(Occurrence("interaction", user.id, now, campaign=c.id, interaction=name))
