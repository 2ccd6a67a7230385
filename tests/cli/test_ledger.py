"""Deliveries, refusals, stats: rows, choices, spans."""
import collections
import datetime
import random
import zoneinfo

from bench import T0, campaign, identify, track


def load(b):
    b.ok("campaign", "import", "-", stdin=campaign(
        "mail", channel="email", message={"subject": "s", "body": "b unsubscribe"},
        delay={"kind": "after", "amount": 1, "unit": "hours"},
        exceptions=[{"type": "custom_event", "event": "stop"}],
        conversions=[{"event": {"type": "purchase"}}]))
    b.ok("campaign", "import", "-", stdin=campaign("hook"))
    b.ok("campaign", "activate", "mail", "hook", "--at", T0)
    day = "2026-11-0%dT%02d:00:00Z"
    b.ok("ingest", b.events("e", [
        identify("a", T0, email="a@x.example"), identify("b", T0, email="b@x.example"),
        track("a", "go", day % (2, 9)), track("b", "go", day % (2, 9)),
        track("c", "go", day % (2, 10)),
        track("b", "stop", "2026-11-02T09:30:00Z"),
        track("a", "go", day % (3, 9)),
        track("a", "Email Opened", day % (3, 10), campaign_id="mail", machine=True),
        track("a", "Email Delivered", day % (3, 10), campaign_id="mail"),
        track("a", "Email Opened", day % (3, 11), campaign_id="nobody"),
        track("a", "Order Completed", day % (3, 12), revenue=12.5),
        track("d", "go", day % (3, 23)),
    ]))


def test_deliveries(b):
    load(b)
    rows = b.rows("deliveries")
    assert set(rows[0]) >= {"seq", "campaign", "version", "user", "channel", "trigger_at",
                            "due_at", "decided_at", "outcome", "detail"}
    got = [(r["campaign"], r["user"], r["outcome"], r["detail"]) for r in rows]
    assert got == [
        ("hook", "a", "sent", None), ("mail", "a", "sent", None), ("hook", "b", "sent", None),
        ("mail", "b", "exception", None), ("hook", "c", "sent", None),
        ("mail", "c", "unreachable", "no_identity"), ("hook", "d", "sent", None),
        ("mail", "d", "pending", None)], got
    assert rows[-1]["decided_at"] is None and rows[-1]["version"] is None
    assert len(b.rows("deliveries", "--campaign", "mail")) == 4
    assert len(b.rows("deliveries", "--user", "a")) == 2
    assert len(b.rows("deliveries", "--outcome", "pending")) == 1
    assert len(b.rows("deliveries", "--since", "2026-11-03T00:00:00Z")) == 2
    assert len(b.rows("deliveries", "--until", "2026-11-02T10:00:00Z")) == 4
    assert b.rows("deliveries", "--limit", "3") == rows[:3]
    b.no(1, "'x'", "deliveries", "--campaign", "x")
    b.no(1, "'x'", "deliveries", "--user", "x")
    header = b.ok("deliveries", "--csv").out.split("\r\n")[0]
    assert header == ("seq,campaign,version,user,channel,trigger_at,due_at,decided_at,outcome,"
                      "detail")


def test_refusals(b):
    load(b)
    rows = b.rows("refusals")
    assert [(r["campaign"], r["user"], r["reason"]) for r in rows] == [
        ("hook", "a", "already_received"), ("mail", "a", "already_received")]
    assert set(rows[0]) >= {"campaign", "user", "trigger_at", "reason", "detail"}
    assert b.rows("refusals", "--outcome", "before_start") == []
    assert len(b.rows("refusals", "--campaign", "hook", "--outcome", "already_received")) == 1


def test_stats(b):
    load(b)
    mail = b.rows("stats", "mail")[0]
    assert (mail["matches"], mail["entries"], mail["unique_recipients"]) == (5, 4, 1)
    assert {k: v for k, v in mail["outcomes"].items() if v} == {
        "sent": 1, "exception": 1, "unreachable": 1, "pending": 1}
    assert {k: v for k, v in mail["refusals"].items() if v} == {"already_received": 1}
    assert mail["interactions"]["open_email_machine"] == {"total": 1, "unique": 1}
    assert mail["reports"] == {"delivered": {"total": 1, "unique": 1}}
    assert mail["conversions"] == [{"sent": 1, "control": 0}] and mail["revenue"] == 12.5
    assert [row["campaign"] for row in b.rows("stats")] == ["hook", "mail"]
    by_day = b.rows("stats", "mail", "--by", "day")
    assert [(r["from"], r["matches"]) for r in by_day] == [
        ("2026-11-02T00:00:00.000Z", 3), ("2026-11-03T00:00:00.000Z", 2)]
    by_hour = b.rows("stats", "mail", "--by", "hour", "--since", "2026-11-03T00:00:00Z")
    assert [r["from"][11:13] for r in by_hour if r["matches"]] == ["09", "23"]
    assert b.rows("stats", "mail", "--until", "2026-11-03T00:00:00Z")[0]["matches"] == 3
    b.no(1, "'x'", "stats", "mail", "x")
    assert "12.50" in b.ok("stats").out
    assert "12.50  revenue" in b.ok("stats", "mail").out


def test_unknown_campaign_is_counted(b):
    load(b)
    row = b.rows("ingest", b.events("f", [
        track("a", "Email Opened", "2026-11-04T00:00:00Z", campaign_id="nobody")]))[0]
    assert row["unknown_campaign"] == 1


def test_users(b):
    load(b)
    assert b.rows("user", "find", "A@X.example") == [{"user": "a", "email": "a@x.example"}]
    b.no(1, "nobody has", "user", "find", "z@x.example")
    b.no(1, "no user z", "user", "show", "z")
    row = b.rows("user", "show", "a")[0]
    assert row["traits"] == {"email": "a@x.example"} and row["spent"] == 12.5
    assert {e["campaign"] for e in row["entries"]} == {"hook", "mail"}
    text = b.ok("user", "show", "a").out
    assert "a@x.example" in text and "spent 12.50" in text
    b.no(2, "--days takes a number from 1 to 90", "user", "show", "a", "--days", "91")


def test_events(b):
    load(b)
    assert b.rows("events", "go")[0]["count"] == 5
    b.no(1, "did you mean 'go'?", "events", "Go")
    b.no(1, "did you mean 'Email Opened'?", "events", "Email Opend")
    assert "machine" in b.ok("events", "Email Opened").out
    days = b.rows("events", "go", "--by", "day", "--from", "2026-11-03", "--to", "2026-11-03")
    assert days == [{"event": "go", "day": "2026-11-03", "count": 2}]


def test_stats_by_day_and_hour_equal_the_ledger(b):
    """Over the night in which New York turns its clocks back: that day has 25 hours."""
    dice, zone = random.Random(3), zoneinfo.ZoneInfo("America/New_York")
    b.ok("settings", "set", "timezone", "America/New_York")
    b.ok("campaign", "import", "-", stdin=campaign(
        delay={"kind": "after", "amount": 100, "unit": "minutes"},
        exceptions=[{"type": "custom_event", "event": "stop"}], reeligibility={"allowed": True}))
    begin = datetime.datetime(2026, 10, 31, tzinfo=datetime.timezone.utc)
    b.ok("campaign", "activate", "c", "--at", begin.isoformat())
    moments = [begin + datetime.timedelta(seconds=dice.randrange(3 * 86400)) for _ in range(1500)]
    b.ok("ingest", b.events("e", [track("u%d" % dice.randrange(60), dice.choice(("go", "go", "stop")),
                                        moment.isoformat()) for moment in sorted(moments)]))
    deliveries = b.rows("deliveries")

    def bucket(instant, by):
        local = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(zone)
        local = local.replace(minute=0, second=0, microsecond=0)
        if by == "day":
            local = local.replace(hour=0, fold=0)
        return local.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def compare(by, since, until, *span):
        entries, outcomes, users = collections.Counter(), collections.Counter(), {}
        for row in deliveries:
            if since <= row["trigger_at"] < until:
                entries[bucket(row["trigger_at"], by)] += 1
            if row["outcome"] != "pending" and since <= row["decided_at"] < until:
                outcomes[bucket(row["decided_at"], by), row["outcome"]] += 1
                if row["outcome"] == "sent":
                    users.setdefault(bucket(row["decided_at"], by), set()).add(row["user"])
        rows = b.rows("stats", "c", "--by", by, *span)
        assert {row["from"]: row["entries"] for row in rows if row["entries"]} == entries
        assert {(row["from"], outcome): count for row in rows for outcome, count in row["outcomes"].items()
                if count and outcome != "pending"} == outcomes
        assert {row["from"]: row["unique_recipients"] for row in rows if row["unique_recipients"]} == {
            day: len(names) for day, names in users.items()}
        assert len(outcomes) > 1

    for by in ("day", "hour"):
        compare(by, "", "3")
        # A day is that of the company zone; the end of the span is not in it.
        compare(by, "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z",
                "--since", "2026-11-01", "--until", "2026-11-02")
        # Widened to whole hours; half past one comes twice.
        compare(by, "2026-11-01T05:00:00.000Z", "2026-11-01T09:00:00.000Z",
                "--since", "2026-11-01T05:30:00Z", "--until", "2026-11-01T03:15:00-05:00")
        compare(by, "2026-11-01T06:00:00.000Z", "2026-11-01T09:00:00.000Z",
                "--since", "2026-11-01T06:30:00Z", "--until", "2026-11-01T09:00:00Z")
