"""The demo, as people meet it."""
import os
import subprocess

from bench import ROOT


def load(b, *options):
    process = subprocess.run(
        [os.path.join(ROOT, "data", "demo", "load"), b.binary, b.path("demo"), "--end",
         "2026-11-21T20:00:00Z", *options],
        capture_output=True, text=True, env=b.environment({"CAMPANILE_NOW": "2026-11-21T20:30:00Z"}))
    assert process.returncode == 0, process.stderr + process.stdout
    assert process.stderr == "", process.stderr
    return {"CAMPANILE_DB": b.path("demo/demo.db"), "CAMPANILE_NOW": "2026-11-21T20:30:00Z"}


def test_demo(b):
    env = load(b, "--users", "600", "--days", "21")
    campaigns = {row["id"]: row for row in b.rows("campaign", "list", env=env)}
    assert len(campaigns) == 28 and {row["status"] for row in campaigns.values()} == {
        "live", "draft", "scheduled", "stopped"}
    assert {row["channel"] for row in campaigns.values()} == {
        "email", "push", "in_app", "sms", "whatsapp", "webhook", "content_card"}
    stats = {row["campaign"]: row for row in b.rows("stats", env=env)}
    for id, row in campaigns.items():
        if row["status"] == "live" and id not in ("goodbye-survey", "central-paris-morning"):
            assert stats[id]["outcomes"]["sent"] > 0, id
    cart = stats["cart-reminder"]
    assert cart["outcomes"]["control"] > 0 and cart["outcomes"]["exception"] > 0
    assert cart["conversions"][0]["sent"] > 0 and cart["revenue"] > 0
    assert 0 < cart["reports"]["delivered"]["total"] <= cart["outcomes"]["sent"] * 1.1
    opened = cart["interactions"]["open_email"]["total"]
    assert opened == sum(cart["interactions"][kind]["total"]
                         for kind in ("open_email_machine", "open_email_other"))
    assert {row["by"] for row in b.rows("campaign", "log", "cart-reminder", env=env)} == {
        "Mara", "Jonas"}
    assert len(b.rows("campaign", "diff", "cart-reminder", "1", "3", env=env)) > 2
    assert all(row["size"] > 0 for row in b.rows("segment", "size", env=env)
               if row["segment"] not in ("lapsed", "cart-reminder-clicked"))
    assert b.rows("rejects", env=env)
    b.ok("verify", env=env)
    for id, row in campaigns.items():
        result = b.call("campaign", "check", id, env=env)
        assert result.status == 0, (id, result.out)
        b.ok("campaign", "show", id, env=env)


def test_small_demos(b):
    for options in (("--users", "1", "--days", "1"), ("--users", "3", "--days", "2")):
        load(b, *options)


def test_options(b):
    b.no(2, "--users takes a number", "demo", b.path("d"), "--users", "0")
    b.no(2, "--days takes a number", "demo", b.path("d"), "--days", "x")
    b.no(2, "--end takes a time", "demo", b.path("d"), "--end", "soon")
    b.no(3, "cannot make the folder", "demo", b.path("a/b/c"))
    b.no(1, "not empty", "demo", b.write("mine/x", "y") and b.path("mine"))
    for _ in range(2):
        row = b.rows("demo", b.path("d"), "--users", "50", "--days", "3")[0]
    assert row["events"] > 0 and row["files"] == 4 and row["campaigns"] == 28
