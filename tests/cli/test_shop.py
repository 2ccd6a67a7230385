"""The worked example on real shop events, against plain SQL over the same lines."""
import gzip
import json
import sqlite3

from bench import SHOP, campaign, segment

START, UNTIL = "2019-10-01T00:00:00Z", "2019-10-01T06:00:00Z"
HALF_HOUR = 30 * 60 * 1000


def tables():
    """The lines as rows: one an event, one a purchase's money. Times in milliseconds."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.executescript("""
        CREATE TABLE event (line INTEGER PRIMARY KEY, user, name, at, at_ms, revenue, value);
        CREATE INDEX event_user ON event (user, name, at_ms);
    """)
    with gzip.open(SHOP, "rt") as file:
        for line, text in enumerate(file, 1):
            e = json.loads(text)
            p = e["properties"]
            revenue = next((p[k] for k in ("revenue", "total", "value") if k in p), 0)
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, unixepoch(?) * 1000, ?, ?)",
                       (line, e["userId"], e["event"], e["timestamp"], e["timestamp"], revenue,
                        p.get("price")))
    return db


def iso(ms):
    return sqlite3.connect(":memory:").execute(
        "SELECT strftime('%Y-%m-%dT%H:%M:%S', ? / 1000, 'unixepoch') || "
        "printf('.%03dZ', ? % 1000)", (ms, ms)).fetchone()[0]


def load(b, **more):
    b.ok("settings", "set", "max_ahead", "off")
    b.ok("campaign", "import", "-", "--at", START, stdin=campaign(
        "cart", triggers=[{"type": "custom_event", "event": "Product Added"}],
        delay={"kind": "after", "amount": 30, "unit": "minutes"},
        exceptions=[{"type": "purchase"}], **more))
    b.ok("campaign", "activate", "cart", "--at", START)
    return b.rows("ingest", SHOP, "--until", UNTIL)[0]


def ledger(b):
    return [(row["user"], row["trigger_at"], row["due_at"], row["decided_at"], row["outcome"])
            for row in b.rows("deliveries", "--campaign", "cart")]


def in_order(rows):
    return [(user, iso(at), iso(due), None if decided is None else iso(decided), outcome)
            for user, at, due, decided, outcome in rows]


# An entry ends at the first purchase after its trigger and before its due, else at its due.
ENDS = """(SELECT min(p.at_ms) FROM event p WHERE p.user = %s.user AND p.name = 'Order Completed'
           AND p.at_ms > %s.at_ms AND p.at_ms < %s.at_ms + 1800000)"""


def test_every_cart_is_an_entry(b):
    load(b, reeligibility={"allowed": True})
    until = 1569909600000
    wanted = tables().execute("""
        SELECT user, at_ms, at_ms + 1800000 AS due,
            CASE WHEN stop IS NOT NULL THEN stop WHEN at_ms + 1800000 <= ? THEN at_ms + 1800000 END,
            CASE WHEN stop IS NOT NULL THEN 'exception' WHEN at_ms + 1800000 <= ? THEN 'sent'
                ELSE 'pending' END
        FROM (SELECT *, %s AS stop FROM event e WHERE name = 'Product Added')
        ORDER BY at_ms, user, due, line""" % (ENDS % ("e", "e", "e")), (until, until)).fetchall()
    assert len(wanted) == 165
    got = ledger(b)
    assert got == in_order(wanted)
    assert {row[4] for row in got} == {"sent", "exception"}


def test_once_a_user_unless_cancelled(b):
    row = load(b)
    wanted = tables().execute("""
        WITH RECURSIVE added AS (
            SELECT line, user, at_ms, %s AS stop,
                (SELECT min(p.line) FROM event p WHERE p.user = e.user
                 AND p.name = 'Order Completed' AND p.at_ms > e.at_ms
                 AND p.at_ms < e.at_ms + 1800000) AS stop_line
            FROM event e WHERE name = 'Product Added'),
        entry AS (
            SELECT a.* FROM added a
            WHERE a.line = (SELECT min(line) FROM added WHERE user = a.user)
            UNION ALL
            SELECT a.* FROM entry JOIN added a ON a.user = entry.user AND a.line =
                (SELECT min(line) FROM added WHERE user = entry.user AND line > entry.stop_line)
            WHERE entry.stop IS NOT NULL)
        SELECT user, at_ms, at_ms + 1800000, coalesce(stop, at_ms + 1800000),
            CASE WHEN stop IS NULL THEN 'sent' ELSE 'exception' END
        FROM entry ORDER BY at_ms, user""" % (ENDS % ("e", "e", "e"))).fetchall()
    assert ledger(b) == in_order(wanted)
    assert row["accepted"] == row["lines"] == 22502 and row["clock"] == "2019-10-01T06:00:00.000Z"
    stats = b.rows("stats", "cart")[0]
    sent = sum(row[4] == "sent" for row in wanted)
    assert stats["matches"] == 165 and stats["entries"] == len(wanted)
    assert stats["outcomes"]["sent"] == sent == stats["unique_recipients"]
    assert stats["outcomes"]["exception"] == len(wanted) - sent > 0
    assert sum(stats["refusals"].values()) == 165 - len(wanted)
    b.ok("verify")


def test_catalogue(b):
    load(b)
    db = tables()
    wanted = db.execute("""SELECT name, count(*), count(DISTINCT user), min(at_ms), max(at_ms)
        FROM event GROUP BY name ORDER BY name""").fetchall()
    got = [(r["event"], r["count"], r["users"], r["first"], r["last"]) for r in b.rows("events")]
    assert got == [(n, c, u, iso(first), iso(last)) for n, c, u, first, last in wanted]
    b.ok("settings", "set", "timezone", "UTC")
    days = [(r["event"], r["day"], r["count"]) for r in b.rows("events", "--by", "day")]
    assert days == [(n, "2019-10-01", c) for n, c, *_ in wanted]
    assert b.rows("events", "Order Completed", "--by", "day", "--to", "2019-09-30") == []


SEGMENTS = {
    "everyone": ({"everyone": True}, "1"),
    "buyers": ({"event": "$purchase", "count": {"op": "ge", "value": 1}}, "orders >= 1"),
    "lookers": ({"event": "Product Viewed", "count": {"op": "gt", "value": 20}, "days": 1},
                "views > 20"),
    "few-views": ({"event": "Product Viewed", "count": {"op": "le", "value": 2}}, "views <= 2"),
    "no-cart": ({"event": "Product Added", "count": {"op": "eq", "value": 0}}, "added = 0"),
    "spenders": ({"spent": {"op": "ge", "value": 500}, "days": 30}, "spent >= 500"),
    "spent-nothing": ({"spent": {"op": "lt", "value": 0.01}}, "spent < 0.01"),
    "early": ({"event": "$session", "first": {"op": "before", "value": "2019-10-01T00:30:00Z"}},
              "first_session < 1569889800000"),
    "late": ({"event": "Product Viewed", "last": {"op": "after", "value": "2019-10-01T02:30:00Z"}},
             "last_view > 1569897000000"),
    "left": ({"all": [{"event": "Product Added", "count": {"op": "ge", "value": 1}},
                      {"not": {"event": "Order Completed", "count": {"op": "ge", "value": 1}}}]},
             "added >= 1 AND NOT orders >= 1"),
    "either": ({"any": [{"spent": {"op": "gt", "value": 1000}},
                        {"event": "$session", "count": {"op": "ne", "value": 1}}]},
               "spent > 1000 OR sessions <> 1"),
    "got-it": ({"received": "cart"}, None),
}


def test_segment_sizes(b):
    for name, (filter, _) in SEGMENTS.items():
        b.ok("segment", "import", "-", stdin=segment(name, filter=filter))
    load(b)
    db = tables()
    db.execute("""CREATE VIEW person AS SELECT user,
        sum(name = 'Order Completed') AS orders, sum(name = 'Product Viewed') AS views,
        sum(name = 'Product Added') AS added, sum(name = 'Session Started') AS sessions,
        total(revenue) AS spent,
        min(CASE name WHEN 'Session Started' THEN at_ms END) AS first_session,
        max(CASE name WHEN 'Product Viewed' THEN at_ms END) AS last_view
        FROM event GROUP BY user""")
    got = {row["segment"]: row["size"] for row in b.rows("segment", "size")}
    for name, (_, where) in SEGMENTS.items():
        if where:
            query = "SELECT user FROM person WHERE " + where
            wanted = {row[0] for row in db.execute(query)}
            assert got[name] == len(wanted), (name, got[name], len(wanted))
            assert {row["user"] for row in b.rows("segment", "members", name)} == wanted, name
            assert 0 < len(wanted)
    assert got["got-it"] == b.rows("stats", "cart")[0]["unique_recipients"]


def test_one_user(b):
    load(b)
    db = tables()
    user = db.execute("""SELECT user FROM event GROUP BY user
        ORDER BY sum(name = 'Order Completed') DESC, count(*) DESC, user LIMIT 1""").fetchone()[0]
    row = b.rows("user", "show", user)[0]
    spent = db.execute("SELECT total(revenue) FROM event WHERE user = ?", (user,)).fetchone()[0]
    assert abs(row["spent"] - spent) < 0.001
    wanted = dict(map(tuple, db.execute(
        "SELECT name, count(*) FROM event WHERE user = ? GROUP BY name", (user,))))
    got = {e["event"]: e["count"] for e in row["events"] if not e["event"].startswith("$")}
    assert got == wanted
    one = b.rows("user", "show", user, "--event", "Product Viewed", "--days", "1")[0]
    assert [e["event"] for e in one["events"]] == ["Product Viewed"]


def test_cut_into_batches_anywhere(b):
    load(b, reeligibility={"allowed": True})
    whole = b.rows("deliveries")
    parts = {"CAMPANILE_DB": b.path("parts.db")}
    with gzip.open(SHOP, "rb") as file:
        lines = file.readlines()
    b.ok("settings", "set", "max_ahead", "off", env=parts)
    b.ok("campaign", "import", "-", "--at", START, env=parts,
         stdin=b.ok("campaign", "export", "cart").out)
    b.ok("campaign", "activate", "cart", "--at", START, env=parts)
    for n, cut in enumerate((0, 1000, 1001, 9000, 22000)):
        end = (1000, 1001, 9000, 22000, None)[n]
        b.ok("ingest", b.write("part%d" % n, b"".join(lines[cut:end])), env=parts)
    b.ok("ingest", b.write("nothing", b""), "--until", UNTIL, env=parts)
    assert b.rows("deliveries", env=parts) == whole
