"""Campaigns, segments and settings: saving, differences, lifecycle, editing."""
import json
import os

from bench import T0, campaign, identify, on_terminal, segment, track


def test_campaign_round_trip(b):
    row = b.rows("campaign", "import", "-", stdin=campaign(
        delay={"kind": "after", "amount": 2, "unit": "hours"}))[0]
    assert (row["id"], row["version"], row["saved"]) == ("c", 1, "created")
    text = b.ok("campaign", "export", "c").out
    assert json.loads(text)["delay"] == {"kind": "after", "amount": 2, "unit": "hours"}
    assert b.rows("campaign", "import", b.write("again.json", text))[0]["saved"] == "same"
    assert json.loads(b.ok("campaign", "export", "c", "--json").out) == json.loads(text)
    assert b.ok("campaign", "export", "c", "--json").out.count("\n") == 1


def test_segment_round_trip(b):
    b.ok("segment", "import", "-", stdin=segment(filter={"any": [
        {"trait": "plan", "op": "equals", "value": "pro"}, {"not": {"everyone": True}}]}))
    text = b.ok("segment", "export", "s").out
    assert b.rows("segment", "import", "-", stdin=text)[0]["saved"] == "same"


def test_save_from_an_older_version(b):
    b.ok("campaign", "import", "-", stdin=campaign(), env={"CAMPANILE_AS": "Mara"})
    b.ok("campaign", "import", "-", "--base", "1", stdin=campaign(title="Theirs"))
    result = b.call("campaign", "import", "-", "--base", "1", stdin=campaign(title="Mine"))
    assert result.status == 1 and "Theirs" in result.out, (result.out, result.err)
    assert json.loads(b.ok("campaign", "export", "c").out)["title"] == "Theirs"
    row = b.call("campaign", "import", "-", "--base", "1", "--json",
                 stdin=campaign(title="Mine")).rows[0]
    assert row["saved"] == "conflict" and [c["path"] for c in row["theirs"]] == ["title"]
    b.no(2, "--base takes a number", "campaign", "import", "-", "--base", "x", stdin=campaign())


def test_malformed_documents_name_the_path(b):
    wrong = [
        ({"where": []}, "triggers[0]"),
        ({"where": [{"property": "a", "op": "equal", "value": 1}]}, "triggers[0].where[0].op"),
        ({"wehre": []}, "triggers[0].wehre"),
        ({"where": [{"property": "a", "op": "gt", "value": "1"}]}, "triggers[0].where[0].value"),
    ]
    for more, path in wrong[1:]:
        trigger = {"type": "custom_event", "event": "go", **more}
        b.no(2, ["standard input", path], "campaign", "import", "-",
             stdin=campaign(triggers=[trigger]))
    b.no(2, "titel", "campaign", "import", "-", stdin=campaign(titel="x"))
    b.no(2, "channel", "campaign", "import", "-", stdin=campaign(channel="pigeon"))
    b.no(2, "id", "campaign", "import", "-", stdin=campaign(id="No Spaces"))
    b.no(2, "standard input", "campaign", "import", "-", stdin="{")
    b.no(2, "standard input", "campaign", "import", "-", stdin="")
    b.no(2, "standard input", "campaign", "import", "-", stdin="[" * 100000)
    b.no(2, "filter", "segment", "import", "-", stdin=segment(filter={"evryone": True}))
    b.no(3, "cannot read", "campaign", "import", b.path("none.json"))
    b.no(3, "cannot read", "campaign", "import", b.folder)
    b.no(2, "larger", "campaign", "import", "-", stdin=" " * (5 << 20))


def test_diff_and_log(b):
    first = campaign(delay={"kind": "after", "amount": 1, "unit": "hours"})
    second = campaign(delay={"kind": "after", "amount": 2, "unit": "hours"}, title="New")
    b.ok("campaign", "import", "-", "--at", T0, stdin=first)
    b.ok("campaign", "import", "-", "--at", "2026-11-02T00:00:00Z", "--as", "Jonas", stdin=second)
    b.ok("campaign", "import", "-", stdin=dict(second, title="Newer"))
    rows = b.rows("campaign", "diff", "c", "1", "2")
    assert sorted(row["path"] for row in rows) == ["delay.amount", "title"] or \
        sorted(row["path"] for row in rows) == ["delay", "title"], rows
    title = [row for row in rows if row["path"] == "title"][0]
    assert (title["before"], title["after"]) == ("Title of c", "New")
    assert "delay: 1 hour -> 2 hours" in b.ok("campaign", "diff", "c", "1", "2").out
    assert b.rows("campaign", "diff", "c") == b.rows("campaign", "diff", "c", "2", "3")
    assert len(b.rows("campaign", "diff", "c", "1")) == 2
    b.no(1, "version", "campaign", "diff", "c", "1", "9")
    b.no(2, "is no version", "campaign", "diff", "c", "x")
    log = b.rows("campaign", "log", "c")
    assert [row["version"] for row in log] == [1, 2, 3]
    assert set(log[1]) >= {"at", "by", "login", "object", "id", "version", "action", "changes"}
    assert (log[1]["by"], log[1]["at"]) == ("Jonas", "2026-11-02T00:00:00.000Z")
    assert set(log[1]["changes"][0]) >= {"path", "before", "after", "words"}
    words = b.ok("campaign", "log", "c").out
    assert "Jonas" in words and "delay: 1 hour -> 2 hours" in words
    assert [row["version"] for row in b.rows("changelog", "--by", "Jonas")] == [2]
    assert len(b.rows("changelog", "--object", "c")) == 3
    assert len(b.rows("changelog", "--since", "2026-11-02T00:00:00Z")) == 2
    b.no(1, "no campaign 'x'", "campaign", "log", "x")


def test_lifecycle(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    assert b.rows("campaign", "list")[0]["status"] == "draft"
    row = b.rows("campaign", "activate", "c", "--at", T0)[0]
    assert (row["id"], row["done"], row["status"]) == ("c", True, "live")
    listed = b.rows("campaign", "list")[0]
    assert (listed["status"], listed["live_from"]) == ("live", "2026-11-01T00:00:00.000Z")
    b.no(1, "", "campaign", "activate", "c")
    b.no(1, "", "campaign", "archive", "c")
    b.no(1, "", "campaign", "delete", "c")
    for verb, status in (("stop", "stopped"), ("resume", "live"), ("stop", "stopped"),
                         ("archive", "archived"), ("unarchive", "stopped")):
        b.ok("campaign", verb, "c")
        assert b.rows("campaign", "list")[0]["status"] == status, verb
    b.no(1, "no campaign 'x'", "campaign", "stop", "x")
    assert [row["id"] for row in b.rows("campaign", "list", "--status", "stopped")] == ["c"]
    assert b.rows("campaign", "list", "--status", "live") == []


def test_several_at_once_each_on_its_own(b):
    for name in ("a", "b"):
        b.ok("campaign", "import", "-", stdin=campaign(name))
    b.ok("campaign", "activate", "a")
    result = b.call("campaign", "activate", "a", "b", "--json")
    assert result.status == 1
    assert [(row["id"], row["done"]) for row in result.rows] == [("a", False), ("b", True)]
    assert [row["status"] for row in b.rows("campaign", "list")] == ["live", "live"]


def test_scheduled_and_ended(b):
    b.ok("settings", "set", "max_ahead", "off")
    b.ok("campaign", "import", "-", stdin=campaign(
        duration={"start": "2026-11-03T00:00", "end": "2026-11-05T00:00"}))
    b.ok("campaign", "activate", "c", "--at", T0)
    b.ok("ingest", b.events("e", [track("u", "x", T0)]))
    assert b.rows("campaign", "list")[0]["status"] == "scheduled"
    b.ok("ingest", b.events("f", [track("u", "x", "2026-11-04T00:00:00Z")]))
    assert b.rows("campaign", "list")[0]["status"] == "live"
    b.ok("ingest", b.events("g", [track("u", "x", "2026-11-06T00:00:00Z")]))
    assert b.rows("campaign", "list")[0]["status"] == "ended"


def test_activation_needs_a_clean_check(b):
    b.ok("campaign", "import", "-", stdin=campaign(message={"body": ""}))
    result = b.call("campaign", "check", "c", "--json")
    assert result.status == 1
    finding = [row for row in result.rows if row["severity"] == "error"][0]
    assert finding["code"] == "no_content" and set(finding) == {
        "severity", "code", "path", "message"}
    result = b.call("campaign", "activate", "c")
    assert result.status == 1 and "no_content" in result.out
    b.ok("campaign", "import", "-", stdin=campaign())
    b.ok("campaign", "check", "c")
    b.ok("campaign", "activate", "c")
    result = b.call("campaign", "import", "-", stdin=campaign(message={"body": ""}))
    assert result.status == 1, "a live campaign cannot be saved with errors"


def test_check_at_an_instant(b):
    b.ok("campaign", "import", "-", stdin=campaign(duration={"end": "2026-11-05T00:00"}))
    assert b.call("campaign", "check", "c", "--at", "2026-11-04T00:00:00Z").status == 0
    assert b.call("campaign", "check", "c", "--at", "2026-11-05T00:00:00Z").status == 1


def test_clone_and_delete(b):
    b.ok("campaign", "import", "-", stdin=campaign(tags=["x"]))
    b.ok("campaign", "activate", "c")
    b.ok("campaign", "clone", "c", "d")
    copy = json.loads(b.ok("campaign", "export", "d").out)
    assert copy["id"] == "d" and copy["title"] != "Title of c" and copy["tags"] == ["x"]
    assert [row["status"] for row in b.rows("campaign", "list")] == ["live", "draft"]
    b.no(1, "campaign d already", "campaign", "clone", "c", "d")
    b.no(1, "'x'", "campaign", "clone", "x", "y")
    b.ok("campaign", "delete", "d")
    assert [row["id"] for row in b.rows("campaign", "list", "--tag", "x")] == ["c"]
    assert b.rows("campaign", "list", "--tag", "y") == []


def test_segments_in_use_stay(b):
    b.ok("segment", "import", "-", stdin=segment())
    b.ok("segment", "clone", "s", "t")
    b.ok("campaign", "import", "-", stdin=campaign(audience={"segments": ["s"]}))
    b.no(1, "c", "segment", "delete", "s")
    b.ok("segment", "delete", "t")
    row = b.rows("segment", "list")[0]
    assert row["id"] == "s" and row["used_by"] == ["c"]
    assert set(row) >= {"id", "name", "size", "as_of", "version", "used_by", "updated_at",
                        "updated_by"}
    words = b.rows("segment", "show", "s")[0]["words"]
    assert words and words in b.ok("segment", "show", "s").out
    b.ok("segment", "import", "-", stdin=segment(name="Other"))
    assert [row["path"] for row in b.rows("segment", "diff", "s")] == ["name"]
    assert len(b.rows("segment", "log", "s")) == 2


def test_sizes_and_members(b):
    b.ok("segment", "import", "-", stdin=segment("pros", filter={
        "trait": "plan", "op": "equals", "value": "pro"}))
    b.ok("segment", "import", "-", stdin=segment("all"))
    b.ok("ingest", b.events("e", [identify("u%d" % i, T0, plan="pro" if i % 3 else "free")
                                  for i in range(30)]))
    assert b.rows("segment", "size") == [
        {"segment": "all", "size": 30, "as_of": "2026-11-01T00:00:00.000Z"},
        {"segment": "pros", "size": 20, "as_of": "2026-11-01T00:00:00.000Z"}]
    assert [row["size"] for row in b.rows("segment", "size", "pros")] == [20]
    members = b.rows("segment", "members", "pros")
    assert {row["user"] for row in members} == {"u%d" % i for i in range(30) if i % 3}
    assert {row["segment"] for row in members} == {"pros"}
    assert len(b.rows("segment", "members", "pros", "--limit", "7")) == 7
    b.no(1, "'x'", "segment", "size", "x")
    b.no(1, "'x'", "segment", "members", "x")


def test_settings(b):
    b.ok("settings", "set", "timezone", "Europe/Paris", "--at", T0)
    rows = {row["key"]: row["value"] for row in b.rows("settings")}
    assert rows["timezone"] == "Europe/Paris" and rows["max_ahead"] == "1h"
    assert list(rows) == ["timezone", "max_ahead", "max_late", "grace", "dedupe", "surfaces",
                          "inbox", "outbox", "inbox_done"]
    assert b.rows("settings", "get", "timezone") == b.rows("settings", "timezone") == [
        {"key": "timezone", "value": "Europe/Paris"}]
    for key, value in (("timezone", "Mars/Base"), ("max_ahead", "soon"), ("dedupe", "-1h"),
                       ("surfaces", "{"), ("surfaces", '{"pigeon": ["x"]}')):
        assert b.call("settings", "set", key, value).status in (1, 2), (key, value)
    b.ok("settings", "set", "surfaces", '{"email": ["eu"]}')
    b.ok("settings", "set", "timezone", "")
    assert b.rows("settings", "get", "timezone")[0]["value"] == "UTC"
    log = b.rows("changelog")
    assert [row["id"] for row in log] == ["timezone", "surfaces", "timezone"]
    assert {row["object"] for row in log} == {"setting"}


def editor(b, script):
    path = b.write("editor.py", "#!/usr/bin/env python3\nimport sys\npath = sys.argv[-1]\n" + script)
    os.chmod(path, 0o700)
    return {"EDITOR": path + " --wait", "VISUAL": None, "XDG_RUNTIME_DIR": b.folder}


def test_edit(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    env = editor(b, """
import json, os, stat
assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode)
document = json.load(open(path))
document["title"] = "Edited"
json.dump(document, open(path, "w"))
""")
    assert "Edited" in b.ok("campaign", "edit", "c", env=env).out
    assert json.loads(b.ok("campaign", "export", "c").out)["title"] == "Edited"
    assert [f for f in os.listdir(b.folder) if f.startswith("campanile-c-")] == []


def test_edit_without_a_change(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    b.ok("campaign", "edit", "c", env=editor(b, ""))
    assert len(b.rows("campaign", "log", "c")) == 1
    result = b.call("campaign", "edit", "c", env=editor(b, "sys.exit(1)"))
    assert result.status == 1 and "nothing was saved" in result.err
    b.no(1, "'x'", "campaign", "edit", "x", env=editor(b, ""))


def test_edit_keeps_what_cannot_be_read(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    result = b.call("campaign", "edit", "c", env=editor(b, "open(path, 'a').write('oops')"))
    assert result.status == 2, (result.status, result.err)
    kept = [f for f in os.listdir(b.folder) if f.startswith("campanile-c-")]
    assert len(kept) == 1 and kept[0] in result.err
    with open(b.path(kept[0])) as file:
        assert file.read().count("oops") == 1, "the editor was opened once"
    assert len(b.rows("campaign", "log", "c")) == 1


def test_edit_needs_an_editor(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    b.no(2, "export and import", "campaign", "edit", "c", env={"EDITOR": None, "VISUAL": None})
    assert [f for f in os.listdir(b.folder) if f.startswith("campanile-c-")] == []


def test_edit_again(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    env = editor(b, """
import json, os
text = open(path).read()
if text.endswith("oops"):
    document = json.loads(text[:-4])
    document["title"] = "Mended"
    json.dump(document, open(path, "w"))
else:
    open(path, "a").write("oops")
""")
    out = on_terminal(b, 80, "campaign", "edit", "c", env=env, answer=b"y\n")
    assert "Edit again?" in out and "Mended" in out, out
    assert json.loads(b.ok("campaign", "export", "c").out)["title"] == "Mended"


def test_edit_sees_a_conflict(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    b.write("theirs.json", campaign(title="Theirs"))
    env = editor(b, """
import json, subprocess
subprocess.run([%r, "campaign", "import", %r], check=True, stdout=subprocess.DEVNULL)
document = json.load(open(path))
document["title"] = "Mine"
json.dump(document, open(path, "w"))
""" % (b.binary, b.path("theirs.json")))
    result = b.call("campaign", "edit", "c", env=env)
    assert result.status == 1 and "Theirs" in result.out and "is kept in" in result.err
    assert json.loads(b.ok("campaign", "export", "c").out)["title"] == "Theirs"


def test_show_in_words(b):
    b.ok("campaign", "import", "-", stdin=campaign(
        delay={"kind": "after", "amount": 2, "unit": "hours"},
        exceptions=[{"type": "purchase"}]))
    out = b.ok("campaign", "show", "c").out
    assert "2 hours" in out and "makes a purchase" in out and "Tester" in out
    row = b.rows("campaign", "show", "c")[0]
    assert row["status"] == "draft" and "2 hours" in row["words"]
    b.no(1, "'x'", "campaign", "show", "x")
    b.no(1, "'x'", "campaign", "export", "x")


def test_list_rows(b):
    b.ok("campaign", "import", "-", stdin=campaign())
    assert set(b.rows("campaign", "list")[0]) >= {
        "id", "title", "status", "channel", "version", "live_from", "pending", "sent",
        "impressions", "updated_at", "updated_by"}
    assert b.rows("campaign", "list")[0]["live_from"] is None
