"""Random campaign and segment documents for generate.py."""
import copy
from instants import DAY, HOUR, MINUTE, local, show

COUNT_OPS = ["eq", "ne", "gt", "ge", "lt", "le"]
LEAF_OPS = ["equals", "not_equals", "any_of", "none_of", "contains", "not_contains", "matches", "not_matches", "gt", "ge",
            "lt", "le", "between", "before", "after", "in_last", "exists", "missing", "includes", "not_includes"]
BY_CHANNEL = {"email": ["open_email", "open_email_machine", "open_email_other", "click_email", "click_email_link", "receive_email"],
              "push": ["open_push", "click_push_button", "click_push_story", "receive_push"],
              "in_app": ["view_in_app", "click_in_app", "click_in_app_button"],
              "content_card": ["view_content_card", "click_content_card", "dismiss_content_card"],
              "sms": ["click_sms_link", "receive_sms"], "whatsapp": ["receive_whatsapp"], "webhook": ["receive_webhook"]}
FIXED = ("id", "channel", "identity", "control_percent", "conversions")


class Documents:
    MESSAGES = ["Email Opened", "Email Link Clicked", "Push Notification Tapped", "Push Story Page Clicked",
                "In-App Message Displayed", "In-App Message Clicked", "In-App Message Dismissed",
                "Content Card Displayed", "Content Card Clicked", "Content Card Dismissed", "SMS Link Clicked"]
    REPORTS = ["Email Delivered", "Email Bounced", "Email Marked as Spam", "Unsubscribed", "Push Notification Received",
               "Push Notification Bounced", "SMS Delivered", "SMS Failed", "Webhook Failed"]
    PLAIN = ["go", "stop", "x", "Session Started", "Application Opened", "Order Completed", "Unsubscribed"]
    OTHERS = ["Location Updated", "Geofence Entered", "Geofence Exited", "News Feed Card Viewed", "News Feed Card Clicked",
              "SMS Received", "WhatsApp Received", "Viewed Home Page"]
    NAMES = PLAIN + MESSAGES + REPORTS + OTHERS

    def __init__(self, r, scenario):
        self.r, self.s = r, scenario
        self.TRAITS = {"plan": ["free", "pro", 1], "email": ["a@b.c", "d@e.f", ""], "phone": ["+1", ""],
                       "score": [0, 10, 10.5, True], "tags": [["a", 1], [], [{"k": "ten"}, {"k": 5}], "a"],
                       "seen": [show(scenario.base), "soon"], "emailSubscription": ["subscribed", "unsubscribed", "opted_in"],
                       "pushSubscription": ["subscribed", "unsubscribed", "opted_in"], "address": [{"city": "Paris"}, {"city": None}],
                       "subscriptionGroups": [{"w1": "subscribed"}, {"w1": "unsubscribed", "w2": "subscribed"}, {"w1": None}, "none"],
                       "timezone": scenario.zones + ["Nowhere"]}
        self.ids = r.sample(["a", "b", "c", "a.b", "a-b", "b_1"], r.choice([1, 2, 3, 5]))
        self.channels = {id: r.choice(["webhook", "webhook", "email", "push", "sms", "in_app", "content_card", "whatsapp"]) for id in self.ids}
        self.busy = r.sample(self.PLAIN[:6], 3) + r.sample(self.NAMES, 3)
        self.campaigns, self.segments = {}, {}
        # Half of the scenarios do without most gates, so that more comes through to what is behind them.
        self.plain = r.random() < 0.5

    def value(self):
        r = self.r
        return copy.deepcopy(r.choice([0, 1, 10, 10.0, 10.5, -1, "ten", "10", "", "Then", True, False, None, [10, "x"], [], {"k": 10},
                                       [{"k": 1}, {"k": "ten"}, {}], show(self.s.base), show(self.s.base + HOUR), "2026-06-10"]))

    def scalar(self): return self.r.choice([0, 1, 10, 10.5, "ten", "10", "", True, False, "pro", "a", "x"])

    def time(self): return show(self.s.instant())

    def amount(self, units=("minutes", "hours", "days")):
        unit = self.r.choice(units)
        return {"amount": self.r.choice([1, 2, 3]) if unit != "minutes" else self.r.choice([5, 15, 30, 60, 90]), "unit": unit}

    def test(self):
        r, op = self.r, self.r.choice(LEAF_OPS)
        out = {"op": op}
        if op in ("any_of", "none_of"): out["value"] = [self.scalar() for _ in range(r.randint(1, 3))]
        elif op in ("contains", "not_contains"): out["value"] = r.choice(["e", "en", "1", "T"])
        elif op in ("matches", "not_matches"): out["value"] = r.choice(["^T.N$", "e", "1|x", "^$", "@b"])
        elif op in ("gt", "ge", "lt", "le"): out["value"] = r.choice([0, 1, 10, 10.5])
        elif op == "between": out["value"] = sorted(r.choices([0, 1, 10, 10.5], k=2))
        elif op in ("before", "after"): out["value"] = self.time()
        elif op == "in_last": out["value"] = self.amount()
        elif op not in ("exists", "missing"): out["value"] = self.scalar()
        return out

    def where(self):
        paths = ["v", "v", "w", "w.k", "v[]", "v[0]", "w[].k", "w[1].k", '"a.b"', "a.b"]
        return [{"property": self.r.choice(paths), **self.test()} for _ in range(self.r.choice([1, 1, 2]))]

    def leaf(self, nested):
        r, id = self.r, self.r.choice(self.ids)
        name = r.choice(self.busy + ["$session", "$purchase"])
        kinds = ["trait", "trait", "count", "count", "count", "first", "last", "spent", "received", "interacted", "control", "bucket", "user", "everyone"]
        kind = r.choice(kinds + ["segment"] * (3 if nested and "s2" in self.segments else 0))
        days = {"days": r.choice([1, 1, 2, 5, 90])} if r.random() < 0.5 else {}
        if kind == "trait": return {"trait": r.choice(sorted(self.TRAITS) + ["tags[]", "tags[].k", "address.city", "subscriptionGroups.w1"]), **self.test()}
        if kind == "count": return {"event": name, "count": {"op": r.choice(COUNT_OPS), "value": r.choice([0, 1, 1, 2, 3])}, **days}
        if kind in ("first", "last"):
            op = r.choice(["before", "after", "more_than_days_ago", "less_than_days_ago"])
            return {"event": name, kind: {"op": op, "value": self.time() if op in ("before", "after") else r.choice([1, 2])}}
        if kind == "spent": return {"spent": {"op": r.choice(COUNT_OPS), "value": r.choice([0, 2.5, 10, 99.75])}, **days}
        if kind == "received": return {"received": r.choice([id, "*"])}
        if kind == "interacted": return {"interacted": id, "interaction": self.interaction(id)}
        if kind == "bucket": return {"bucket": {"from": 0, "to": r.choice([0, 4999, 9999])}}
        return {"control": {"control": id}, "user": {"user": r.sample(["u1", "u2", "7", "é"], 2)}, "everyone": {"everyone": True},
                "segment": {"segment": r.choice(["s1", "s2"])}}[kind]

    def filter(self, nested=True, depth=0):
        x = self.r.random()
        if depth > 1 or x < 0.5: return self.leaf(nested)
        if x < 0.65: return {"not": self.filter(nested, depth + 1)}
        return {self.r.choice(["all", "any"]): [self.filter(nested, depth + 1) for _ in range(self.r.randint(1, 3))]}

    def segment(self, id):
        """s1 and s2 name no segment, so that the others may name them."""
        self.segments[id] = {"id": id, "name": id, "filter": self.filter(id not in ("s1", "s2"))}
        return self.segments[id]

    def first_segments(self): return [self.segment(id) for id in ["s1", "s2", "s3", "s4"][:self.r.choice([0, 2, 4, 4])]]

    def interaction(self, id):
        return self.r.choice(BY_CHANNEL[self.channels[id]] + ["conversion", "enter_control"])

    def connector(self, id):
        r = self.r
        name = self.interaction(id)
        row = {"type": "campaign_interaction", "campaign": id, "interaction": name}
        if name == "click_email_link":
            if r.random() < 0.5: row["campaign"] = "*"
            if r.random() < 0.5: row["link"] = r.choice(["shop", "help"])
        if name in ("click_in_app_button", "click_push_button") and r.random() < 0.5: row["button"] = r.choice(["yes", "no"])
        return row

    def place_row(self):
        r = self.r
        return r.choice([{"type": "location_entered", "latitude": 0, "longitude": 0, "radius_m": r.choice([1, 200, 3000])},
                         {"type": "geofence", "geofence": r.choice(["g1", "g2"]), "transition": r.choice(["enter", "exit"])},
                         {"type": "card_interaction", "card": r.choice(["k1", "k2"]), "interaction": r.choice(["view", "click"])},
                         {"type": "canvas_interaction", "canvas": "cv", "step": r.choice(["s1", "s2"]), "interaction": r.choice(["open_email", "click_email", "open_push"])},
                         {"type": r.choice(["inbound_sms", "inbound_whatsapp"]), "keyword": "yes"},
                         {"type": r.choice(["inbound_sms", "inbound_whatsapp"]), "group": r.choice(["w1", "w2"])}])

    def change_row(self):
        r = self.r
        to = {"to": r.choice(["subscribed", "unsubscribed"])} if r.random() < 0.4 else {}
        attribute = r.choice(sorted(self.TRAITS))
        return r.choice([{"type": "email_added"}, {"type": "attribute_changed", "attribute": attribute},
                         {"type": "attribute_changed", "attribute": "plan"},
                         {"type": "attribute_changed", "attribute": "plan", "to": r.choice(["pro", 1, "free"])},
                         {"type": "subscription_changed", "channel": r.choice(["email", "push"]), **to},
                         {"type": "subscription_group_changed", "group": r.choice(["w1", "w2"]), **to}])

    def row(self, id, conversions):
        r, x = self.r, self.r.random() * (0.62 if self.plain else 1)
        if x < 0.4:
            row = {"type": "custom_event", "event": r.choice(self.busy)}
            if r.random() < (0 if self.plain else 0.25): row["where"] = self.where()
            return row
        if x < 0.5:
            row = {"type": "purchase"}
            if r.random() < 0.3: row["product"] = r.choice(["p1", "p2"])
            if r.random() < 0.2: row["where"] = self.where()
            return row
        if x < 0.56: return {"type": "session_start"}
        if x < 0.6 and conversions: return {"type": "conversion"}
        if x < 0.68: return self.change_row()
        if x < 0.74: return self.place_row()
        if x < 0.82: return {"type": "exception_performed", "campaign": r.choice(self.ids)}
        return self.connector(r.choice(self.ids))

    def delay(self, channel):
        r = self.r
        kind = r.choice(["immediate", "after", "after", "in_days", "on_weekday", "intelligent"])
        if kind == "after" or (channel == "in_app" and kind != "immediate"):
            return {"kind": "after", "amount": r.choice([5, 15, 30, 60, 90]), "unit": "minutes"} if channel == "in_app" or r.random() < 0.8 \
                else {"kind": "after", "amount": r.choice([1, 2]), "unit": r.choice(["seconds", "hours", "days", "weeks"])}
        zone = {"zone": r.choice(["user", "company"])} if r.random() < 0.6 else {}
        if kind == "in_days": return {"kind": kind, "days": r.choice([1, 1, 2, 8]), "at": self.at(), **zone}
        if kind == "on_weekday": return {"kind": kind, "weekday": r.choice(["monday", "saturday", "sunday", "wednesday"]), "at": self.at(), **zone}
        if kind == "intelligent": return {"kind": kind, "fallback": self.at()}
        return {"kind": kind}

    def at(self): return "%02d:%02d" % (self.r.choice([0, 1, 2, 2, 3, 9, 12, 18, 22, 23]), self.r.choice([0, 0, 30]))

    def duration(self):
        r, s, out = self.r, self.s, {}
        stamp = lambda ms: local(ms, "UTC").strftime("%Y-%m-%dT%H:%M")
        if r.random() < 0.5: out["start"] = stamp(s.base - DAY + r.randint(0, (DAY + s.span) // s.grain) * s.grain)
        if r.random() < 0.7: out["end"] = stamp(s.base + s.span // 3 + r.randint(0, s.span // s.grain) * s.grain)
        if r.random() < 0.6: out["zone"] = r.choice(["user", "company"])
        return out

    def changing(self, id, channel, conversions):
        """What an edit of a live campaign may change."""
        r, doc = self.r, {"title": id, "message": {"subject": "Hello", "body": "Hello there"}}
        doc["triggers"] = [self.row(id, conversions) for _ in range(r.choice([1, 1, 2]))]
        if r.random() < 0.7: doc["delay"] = self.delay(channel)
        if doc.get("delay", {"kind": "immediate"})["kind"] != "immediate" and r.random() < 0.75:
            doc["exceptions"] = [self.row(id, conversions) for _ in range(r.choice([1, 1, 2]))]
        rare = 0.3 if self.plain else 1
        if r.random() < 0.2 * rare: doc["duration"] = self.duration()
        if r.random() < 0.25 * rare:
            doc["window"] = {"from": self.at(), "to": self.at(), "if_missed": r.choice(["drop", "next"])}
            if r.random() < 0.5: doc["window"]["zone"] = r.choice(["user", "company"])
        if r.random() < 0.8:
            doc["reeligibility"] = {"allowed": True}
            if r.random() < 0.5: doc["reeligibility"]["after"] = self.amount(("minutes", "minutes", "hours", "days"))
        if r.random() < 0.3 * rare:
            doc["audience"] = {}
            if self.segments and r.random() < 0.5: doc["audience"]["segments"] = r.sample(sorted(self.segments), 1)
            else: doc["audience"]["filter"] = self.filter()
            doc["reevaluate_audience"] = r.random() < 0.5
        return doc

    def conversion(self, id):
        r, channel = self.r, self.channels[id]
        own = [x for x in BY_CHANNEL[channel] if not x.startswith("receive")]
        event = r.choice([{"type": "purchase"}, {"type": "session_start"}, {"type": "custom_event", "event": r.choice(self.busy)}] +
                         [{"type": "campaign_interaction", "interaction": x} for x in own[:2]])
        return {"event": event, **({"within": self.amount()} if r.random() < 0.7 else {})}

    def campaign(self, id):
        r, channel = self.r, self.channels[id]
        doc = {"id": id, "channel": channel}
        if r.random() < 0.1: doc["identity"] = r.choice(["", "phone", "plan"])
        if r.random() < 0.3: doc["control_percent"] = r.choice([30, 50, 100])
        if r.random() < 0.6: doc["conversions"] = [self.conversion(id) for _ in range(r.choice([1, 1, 2, 4]))]
        doc.update(self.changing(id, channel, "conversions" in doc))
        self.campaigns[id] = doc
        return doc

    def follower(self, id, sources):
        """A campaign that follows whatever became of the sources, at once and every time."""
        r = self.r
        rows = [{"type": "campaign_interaction", "campaign": s, "interaction": x} for s in sources for x in ("receive_webhook", "enter_control")]
        self.channels[id] = "webhook"
        self.campaigns[id] = {"id": id, "title": id, "channel": "webhook", "message": {"subject": "Hello", "body": "Hello there"},
                              "triggers": rows or [{"type": "custom_event", "event": "go"}], "reeligibility": {"allowed": True},
                              **({"control_percent": 50} if r.random() < 0.2 else {}),
                              **({"delay": {"kind": "after", "amount": 30, "unit": "minutes"}} if not rows and r.random() < 0.5 else {})}
        return self.campaigns[id]

    def cascade(self, wide, deep):
        """3.6: chains and ever more branches, over the limits of what may follow from one event."""
        self.ids, out, before = [], [], []
        for level in range(deep):
            now = ["l%d%d" % (level, n) for n in range(wide)]
            out += [self.follower(id, before) for id in now]
            self.ids, before = self.ids + now, now
        return out

    def edit(self, id):
        old = self.campaigns[id]
        kept = {k: old[k] for k in FIXED if k in old}
        if self.r.random() < 0.5: return {**old, **{k: v for k, v in self.changing(id, old["channel"], "conversions" in old).items() if k != "triggers"}}
        return {**kept, **self.changing(id, old["channel"], "conversions" in old)}

    def first_campaigns(self):
        if self.r.random() < 0.015: return self.cascade(*self.r.choice([(1, 11), (3, 7), (2, 9)]))
        return [self.campaign(id) for id in self.r.sample(self.ids, len(self.ids))]
