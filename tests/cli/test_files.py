"""Event files that are bad, cut, huge or repeated, and databases that are none."""
import gzip
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

from bench import T0, campaign, identify, track, until


def counts(b, *paths, status=0, **more):
    result = b.call("ingest", *paths, "--json", **more)
    assert result.status == status, (result.status, result.err)
    return result.rows[0]


def reasons(b):
    return [row["reason"] for row in b.rows("rejects")]


def test_row(b):
    row = counts(b, b.events("e", [track("u", "x", T0)]))
    assert list(row) == ["files", "lines", "accepted", "duplicates", "rejected", "anonymous",
                         "skipped", "late", "in_future", "already_ingested", "cycle",
                         "unknown_campaign", "regex_limit", "clock"]
    assert row["clock"] == "2026-11-01T00:00:00.000Z" and row["accepted"] == 1


def test_until_raises_the_clock(b):
    path = b.events("e", [track("u", "x", T0)])
    row = counts(b, path, "--until", "2026-11-01T06:00:00Z")
    assert row["clock"] == "2026-11-01T06:00:00.000Z"
    row = counts(b, path, "--until", "2026-11-01T05:00:00Z")
    assert row["clock"] == "2026-11-01T06:00:00.000Z" and row["already_ingested"] == 1


def test_same_content_does_nothing(b):
    lines = [track("u", "x", T0)]
    counts(b, b.events("one.ndjson", lines))
    row = counts(b, b.events("two.ndjson", lines))
    assert (row["files"], row["already_ingested"], row["accepted"]) == (0, 1, 0)
    assert "been read before" in b.ok("ingest", b.path("two.ndjson")).out
    row = counts(b, b.events("three", lines + [track("v", "x", T0)]), b.path("three"))
    assert (row["files"], row["already_ingested"], row["accepted"]) == (1, 1, 2)


def test_compressed_and_standard_input(b):
    counts(b, b.events("one.gz", [track("u", "a", T0)]))
    plain = b.events("two", [track("u", "b", T0)])
    with open(plain, "rb") as file:
        counts(b, "-", stdin=file.read())
    zstd = shutil.which("zstd")
    if zstd:
        third = b.events("three", [track("u", "c", T0)])
        subprocess.run([zstd, "-q", third], check=True)
        counts(b, third + ".zst")
    names = [row["event"] for row in b.rows("events")]
    assert names == (["a", "b", "c"] if zstd else ["a", "b"])


def test_bad_lines_are_kept_and_stop_nothing(b):
    good = json.dumps(track("u", "x", T0))
    lines = [
        good,
        "",
        "{",
        '{"a":' * 10000 + "1" + "}" * 10000,
        b"\x00\x01\x02",
        b'{"type":"track","userId":"\xff","event":"x","timestamp":"2026-11-01T00:00:00Z"}',
        good.replace("{}", '{"a":1e999}'),
        good.replace(T0, "2026-11-01"),
        good.replace(T0, "2026-11-01T00:00:60Z"),
        good.replace(T0, "2200-01-01T00:00:00Z"),
        good.replace(T0, "1969-12-31T23:59:59Z"),
        good.replace('"u"', '""'),
        good.replace('"u"', '"%s"' % ("u" * 256)),
        good.replace('"u"', "null"),
        good.replace('"x"', '""'),
        good.replace("track", "trak"),
        good.replace("{}", "[]"),
        "[]",
        "<html>",
        good.replace(T0, "2100-01-01T00:00:00Z"),
        json.dumps(track("v", "x", "2026-11-01T00:00:01Z")),
    ]
    row = counts(b, b.events("bad.ndjson", lines))
    assert (row["lines"], row["accepted"], row["rejected"]) == (20, 2, 18), row
    assert row["in_future"] == 1
    rows = b.rows("rejects")
    assert [r["line"] for r in rows] == list(range(3, 21))
    assert all(r["file"] == b.path("bad.ndjson") and r["reason"] for r in rows)
    assert rows[0]["text"] == "{" and len(rows[1]["text"]) == 4096
    assert rows[-1]["reason"].startswith("in_future")
    assert len(b.rows("rejects", "--file", "bad.ndjson")) == 18
    b.no(1, "other.ndjson", "rejects", "--file", "other.ndjson")
    b.ok("rejects")
    b.ok("verify")


def test_times_at_their_limits(b):
    b.ok("settings", "set", "max_ahead", "off")
    lines = [track("u", "x", at) for at in (
        "1970-01-01T00:00:00Z", "2000-02-29T23:59:59.999999Z", "2026-11-01T00:00:00+14:00",
        "2199-12-31T23:59:59.999Z")]
    assert counts(b, b.events("e", lines))["accepted"] == 4
    row = b.rows("events")[0]
    assert (row["first"], row["last"]) == ("1970-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z")
    b.ok("verify")


def test_twice_the_same_key(b):
    line = ('{"type":"track","type":"identify","userId":"a","userId":"u","timestamp":"%s",'
            '"traits":{"x":1,"x":2}}' % T0)
    counts(b, b.events("e", [line]))
    assert b.rows("user", "show", "u")[0]["traits"] == {"x": 2}


def test_a_line_that_is_too_long(b):
    long = json.dumps(track("u", "x", T0, text="a" * (1 << 20)))
    fits = json.dumps(track("u", "x", T0, text="a" * (1 << 19)))
    row = counts(b, b.events("e", [long, fits, track("u", "y", T0)]))
    assert (row["accepted"], row["rejected"]) == (2, 1)
    assert len(b.rows("rejects")[0]["text"]) == 4096


def test_a_last_line_without_its_end(b):
    whole = json.dumps(track("u", "x", T0))
    row = counts(b, b.write("one", whole))
    assert (row["accepted"], row["rejected"]) == (1, 0)
    row = counts(b, b.write("two", whole + "\n" + whole[:40]))
    assert (row["accepted"], row["rejected"]) == (1, 1)
    assert "cut" in b.rows("rejects")[0]["reason"]


def test_anonymous_skipped_and_odd(b):
    lines = [
        {"type": "track", "anonymousId": "a", "event": "x", "timestamp": T0},
        {"type": "track", "userId": None, "anonymousId": "a", "event": "x", "timestamp": T0},
        {"type": "group", "userId": "u", "timestamp": T0},
        {"type": "alias", "userId": "u", "timestamp": T0},
        {"type": "page", "userId": 7, "name": "Home", "timestamp": T0, "context": []},
        {"type": "screen", "userId": "7", "timestamp": T0, "properties": None},
        "\ufeff" + json.dumps(track("u", "x", T0)) + "\r",
    ]
    row = counts(b, b.events("e", lines))
    assert (row["anonymous"], row["skipped"], row["accepted"]) == (2, 2, 3), (row, reasons(b))
    assert {row["event"] for row in b.rows("events")} == {"Viewed Home Page", "Viewed Screen", "x"}
    assert b.rows("user", "show", "7")[0]["user"] == "7"


def test_duplicates_and_late_lines(b):
    first = dict(track("u", "x", "2026-11-01T10:00:00Z"), messageId="m")
    counts(b, b.events("e", [first, first]))
    row = counts(b, b.events("f", [first, track("u", "x", "2026-11-01T09:00:00Z")]))
    assert (row["duplicates"], row["late"], row["accepted"]) == (1, 1, 1)
    assert b.rows("events")[0]["count"] == 2


def test_cut_and_broken_archives(b):
    lines = [track("u%d" % i, "x", T0) for i in range(50000)]
    whole = b.events("e.gz", lines)
    with open(whole, "rb") as file:
        data = file.read()
    b.no(3, "cut.gz", "ingest", b.write("cut.gz", data[:len(data) // 2]))
    broken = bytearray(data)
    broken[len(data) // 2] ^= 0xFF
    b.no(3, "broken.gz", "ingest", b.write("broken.gz", bytes(broken)))
    row = counts(b, whole)
    assert row["accepted"] == 50000
    b.ok("verify")


def test_files_that_cannot_be_read(b):
    b.no(3, "none", "ingest", b.path("none"))
    b.no(3, b.folder, "ingest", b.folder)
    good = b.events("good", [track("u", "x", T0)])
    b.no(3, "none", "ingest", good, b.path("none"))
    assert counts(b, good)["accepted"] == 1, "nothing of the failed batch was read"
    noise = random.Random(1).randbytes(200000)
    row = counts(b, b.write("noise", noise))
    assert row["accepted"] == 0 and row["rejected"] == row["lines"] > 100
    assert counts(b, b.write("empty", b""))["lines"] == 0


def test_max_rejects(b):
    lines = ["{"] * 20 + [track("u", "x", T0)]
    b.no(1, "reject", "ingest", b.events("e", lines), "--max-rejects", "10")
    b.ok("ingest", b.events("f", ["["] * 5), "--max-rejects", "10")


def test_no_database(b):
    b.write("test.db", b"This is no database. " * 500)
    b.no(1, ["test.db", "no database of campanile"], "campaign", "list")
    b.no(1, "test.db", "ingest", b.events("e", [track("u", "x", T0)]))
    with open(b.db, "rb") as file:
        assert file.read().startswith(b"This is no database.")


def test_database_of_another_program(b):
    with sqlite3.connect(b.db) as db:
        db.execute("CREATE TABLE other (x)")
    b.no(1, ["test.db", "another program"], "segment", "list")


def test_newer_database(b):
    b.ok("settings", "set", "timezone", "UTC")
    with sqlite3.connect(b.db) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA user_version = %d" % (version + 1))
    b.no(1, ["test.db", "newer", "update the program"], "segment", "list")


def test_full_disk(b):
    def few_bytes():
        resource.setrlimit(resource.RLIMIT_FSIZE, (300000, 300000))

    b.ok("settings", "set", "timezone", "UTC")
    lines = [identify("user-%d" % i, T0, text="%032x" % random.Random(i).getrandbits(128))
             for i in range(20000)]
    path = b.events("e", lines)
    result = b.call("ingest", path, preexec_fn=few_bytes)
    assert result.status == 3, (result.status, result.err)
    assert len(result.err.splitlines()) == 1 and "test.db" in result.err, result.err
    assert counts(b, path)["clock"] == "2026-11-01T00:00:00.000Z"
    assert b.rows("user", "show", "user-19999")[0]["user"] == "user-19999"
    b.ok("verify")


def ledger_input(b, users=2000):
    dice = random.Random(5)
    b.ok("campaign", "import", "-", stdin=campaign(
        triggers=[{"type": "custom_event", "event": "go"}],
        delay={"kind": "after", "amount": 30, "unit": "minutes"},
        exceptions=[{"type": "custom_event", "event": "stop"}],
        reeligibility={"allowed": True}))
    b.ok("campaign", "activate", "c", "--at", T0)
    paths = []
    for day in (1, 2, 3):
        moments = sorted(dice.randrange(86400000) for _ in range(users * 12))
        paths.append(b.events("d%d.gz" % day, [
            dict(track("u%d" % dice.randrange(users), dice.choice(("go", "go", "stop", "x")),
                       "2026-11-0%dT%02d:%02d:%02d.%03dZ" % (
                           day, ms // 3600000, ms // 60000 % 60, ms // 1000 % 60, ms % 1000)),
                 messageId="%d-%d" % (day, n))
            for n, ms in enumerate(moments)]))
    return paths


def test_killed_ingest_goes_on(b):
    paths = ledger_input(b)
    shutil.copy(b.db, b.path("plain.db"))
    plain = {"CAMPANILE_DB": b.path("plain.db")}
    b.ok("ingest", *paths, env=plain)
    dice, kills = random.Random(11), 0
    for attempt in range(1, 200):
        process = subprocess.Popen([b.binary, "ingest", *paths], env=b.environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(attempt * 0.015)  # always a little further, however fast the machine
        process.send_signal(dice.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT)))
        status = process.wait()
        assert status in (0, 130, -signal.SIGKILL), status
        if status == 0:
            break
        kills += 1
    assert kills > 2, "it was never interrupted"
    b.ok("ingest", *paths)
    for command in (("deliveries",), ("stats",), ("events",), ("refusals",)):
        mine = [dict(row, seq=None) for row in b.rows(*command)]
        theirs = [dict(row, seq=None) for row in b.rows(*command, env=plain)]
        assert mine == theirs, command
    b.ok("verify")


def works_on(process, path):
    with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as db:
        return db.execute("SELECT held AND pid = ? FROM lease", (process.pid,)).fetchone()[0]


def test_two_at_a_time(b):
    paths = ledger_input(b)
    small = b.events("e", [track("u", "x", T0)])
    first = subprocess.Popen([b.binary, "ingest", *paths], env=b.environment(),
                             stdout=subprocess.DEVNULL)
    until(lambda: works_on(first, b.db), "the first has the engine")
    first.send_signal(signal.SIGSTOP)
    b.no(3, ["the engine is at work", "campanile ingest", "process %d" % first.pid], "ingest", small)
    assert b.rows("campaign", "list"), "reading goes on"
    b.ok("backup", b.path("copy.db"))
    b.ok("verify", "--db", b.path("copy.db"))
    first.send_signal(signal.SIGCONT)
    assert first.wait() == 0
    b.ok("ingest", small)
    b.ok("verify")


def test_database_out_of_reach(b):
    b.no(3, "none", "settings", "set", "timezone", "UTC", "--db", b.path("none/x.db"))
    b.no(1, "none", "stats", "--db", b.path("none/x.db"))
    b.no(1, b.folder, "stats", "--db", b.folder)


def test_private_by_default(b):
    b.ok("settings", "set", "timezone", "UTC")
    assert os.stat(b.db).st_mode & 0o077 == 0


def test_backup(b):
    b.ok("ingest", b.events("e", [track("u", "x", T0)]))
    b.ok("backup", b.path("copy.db"))
    assert b.rows("events", "--db", b.path("copy.db")) == b.rows("events")
    b.ok("verify", "--db", b.path("copy.db"))
    b.no(1, "copy.db", "backup", b.path("copy.db"))
    b.no(3, "none", "backup", b.path("none/copy.db"))


def test_verify_finds_damage(b):
    paths = ledger_input(b, users=50)
    b.ok("ingest", *paths)
    rows = b.rows("verify")
    assert all(row["ok"] is True and set(row) >= {"check", "ok", "detail"} for row in rows)
    with sqlite3.connect(b.db) as db:
        db.execute("UPDATE counter SET total = total + 1")
    result = b.call("verify", "--json")
    assert result.status == 1, result.out
    assert any(not row["ok"] for row in result.rows)
