"""Options, help, completion, places, and what standard output and signals do."""
import csv
import io
import os
import re
import signal
import subprocess

from bench import ROOT, T0, campaign, catches, on_terminal, segment, track, until

COMMANDS = """settings get|settings set|campaign import|campaign export|campaign show|campaign edit
campaign list|campaign check|campaign activate|campaign stop|campaign resume|campaign archive
campaign unarchive|campaign clone|campaign delete|campaign diff|campaign log|segment import
segment export|segment show|segment list|segment delete|segment clone|segment diff|segment log
segment size|segment members|ingest|user show|user find|deliveries|refusals|stats|events|changelog
rejects|demo|backup|verify""".replace("\n", "|").split("|")


def test_help_of_every_command(b):
    overview = b.ok("--help").out
    for command in COMMANDS:
        assert re.search(r"^  %s\b" % command, overview, re.M), command
        text = b.ok(*command.split(), "--help").out
        assert text.startswith("campanile " + command), text
        assert "--json" in text and "Options:" in text
    assert max(len(line) for line in overview.splitlines()) <= 80


def test_manual_page_is_the_programs_own(b):
    with open(os.path.join(ROOT, "data", "campanile.1")) as file:
        assert file.read() == b.ok("--manual").out, "make the page anew: campanile --manual"


def test_version(b):
    assert re.fullmatch(r"campanile \d+\.\d+\.\d+\n", b.ok("--version").out)


def test_did_you_mean(b):
    b.no(2, "did you mean 'campaign'?", "campagin", "list")
    b.no(2, "did you mean 'campaign list'?", "campaign", "lits")
    b.no(2, "did you mean --status?", "campaign", "list", "--stauts", "live")
    b.no(2, "timezone", "settings", "set", "timezoen", "UTC")
    b.no(2, "did you mean 'timezone'?", "settings", "get", "timezoen")
    b.no(2, "see 'campanile --help'", "quux")
    b.no(2, "one more word", "campaign")


def test_wrong_calls(b):
    b.no(2, "too few arguments", "campaign", "show")
    b.no(2, "too many arguments", "verify", "now")
    b.no(2, "takes no --base", "stats", "--base", "3")
    b.no(2, "takes no --csv", "campaign", "show", "x", "--csv")
    b.no(2, "--json takes no value", "stats", "--json=yes")
    b.no(2, "--limit needs a value", "deliveries", "--limit")
    b.no(2, "exclude each other", "stats", "--json", "--csv")
    b.no(2, "there is no option '-x'", "stats", "-x")


def test_without_a_command(b):
    b.no(3, "the interface needs a terminal")
    b.no(2, "--json goes with a command", "--json")


def test_values_of_options(b):
    b.ok("settings", "set", "timezone", "Europe/Berlin")
    b.no(2, "--since takes a time", "deliveries", "--since", "yesterday")
    b.no(2, "--limit takes a number", "deliveries", "--limit", "0")
    b.no(2, "--limit takes a number", "deliveries", "--limit", "99999999999999999999")
    b.no(2, "--outcome takes one of pending, sent", "deliveries", "--outcome", "gone")
    b.no(2, "--outcome takes one of source_not_live", "refusals", "--outcome", "sent")
    b.no(2, "--status takes draft", "campaign", "list", "--status", "running")
    b.no(2, "--by takes day or hour", "stats", "--by", "week")
    b.no(2, "--by day", "events", "--from", "-3d")


def test_options_stand_anywhere(b):
    b.ok("segment", "import", "-", stdin=segment("a"))
    other = b.path("other.db")
    for args in (("--json", "segment", "list"), ("segment", "--json", "list"),
                 ("segment", "list", "--json")):
        assert b.ok(*args).rows[0]["id"] == "a"
    b.ok("segment", "import", "-", "--db", other, stdin=segment("b"))
    b.ok("--db", other, "segment", "import", "-", stdin=segment("c"))
    assert [row["id"] for row in b.rows("segment", "list", "--db", other)] == ["b", "c"]


def test_times(b):
    b.ok("settings", "set", "timezone", "America/New_York")
    b.ok("campaign", "import", "-", "--at", "2026-11-21", stdin=campaign())
    b.ok("campaign", "import", "-", "--at", "-2h", stdin=campaign(title="Again"),
         env={"CAMPANILE_NOW": "2026-11-22T12:00:00Z"})
    b.ok("campaign", "import", "-", "--at", "2026-11-23T01:02:03.456+01:00",
         stdin=campaign(title="And again"))
    at = [row["at"] for row in b.rows("campaign", "log", "c")]
    assert at == ["2026-11-21T05:00:00.000Z", "2026-11-22T10:00:00.000Z",
                  "2026-11-23T00:02:03.456Z"], at


def test_where_the_database_is(b):
    def has(env, *args):
        result = b.call("segment", "list", "--json", *args, env=env)
        return [row["id"] for row in result.rows]

    config, data = b.path("config"), b.path("data")
    env = {"CAMPANILE_DB": None, "XDG_CONFIG_HOME": config, "XDG_DATA_HOME": data}
    b.ok("segment", "import", "-", stdin=segment("in-data"), env=env)
    assert os.path.exists(os.path.join(data, "campanile", "campanile.db"))
    assert has(env) == ["in-data"]
    os.makedirs(os.path.join(config, "campanile"))
    configured = b.path("configured.db")
    b.ok("segment", "import", "-", "--db", configured, stdin=segment("in-config"), env=env)
    b.write("config/campanile/config", "# the team's\n\n db = %s \n" % configured)
    assert has(env) == ["in-config"]
    b.ok("segment", "import", "-", stdin=segment("in-env"))
    assert has(dict(env, CAMPANILE_DB=b.db)) == ["in-env"]
    assert has(dict(env, CAMPANILE_DB=b.db), "--db", configured) == ["in-config"]
    b.write("config/campanile/config", "database = x\n")
    b.no(2, ["config:1", "no key 'database'"], "segment", "list", env=env)
    b.write("config/campanile/config", "db = here.db\n")
    b.no(2, ["config:1", "a path from / on"], "segment", "list", env=env)
    b.write("config/campanile/config", "hello\n")
    b.no(2, ["config:1", "expected"], "segment", "list", env=env)


def test_who_acts(b):
    b.ok("segment", "import", "-", stdin=segment(), env={"CAMPANILE_AS": "Mara"})
    b.ok("segment", "import", "-", "--as", "Jonas", stdin=segment(name="x"))
    b.ok("segment", "import", "-", stdin=segment(name="y"), env={"CAMPANILE_AS": None})
    rows = b.rows("segment", "log", "s")
    assert [row["by"] for row in rows[:2]] == ["Mara", "Jonas"]
    assert rows[2]["by"] == rows[2]["login"] == rows[0]["login"] != ""


def test_no_database_yet(b):
    for command in (("campaign", "list"), ("stats",), ("verify",), ("deliveries",)):
        b.no(1, "there is no database", *command)
    assert not os.path.exists(b.db)


def many_rows(b):
    b.ok("campaign", "import", "-", stdin=campaign(reeligibility={"allowed": True}))
    b.ok("campaign", "activate", "c", "--at", T0)
    path = b.events("e.ndjson", [track("u%d" % i, "go", "2026-11-02T10:00:00Z")
                                 for i in range(5000)])
    b.ok("ingest", path)


def test_closed_pipe_is_silent(b):
    many_rows(b)
    for form in ("--json", "--csv", None):
        reader, writer = os.pipe()
        process = subprocess.Popen(
            [b.binary, "deliveries"] + ([form] if form else []),
            stdout=writer, stderr=subprocess.PIPE, env=b.environment())
        os.close(writer)
        assert os.read(reader, 10)
        os.close(reader)
        assert process.communicate()[1] == b""
        assert process.returncode == 0


def test_full_standard_output_is_an_error(b):
    many_rows(b)
    with open("/dev/full", "wb") as full:
        process = subprocess.run([b.binary, "deliveries"], stdout=full, stderr=subprocess.PIPE,
                                 env=b.environment())
    assert process.returncode == 3
    assert b"cannot write to standard output" in process.stderr


def test_csv_is_rfc_4180(b):
    odd = 'a, "quoted"\r\ntext'
    b.ok("segment", "import", "-", stdin=segment(name=odd.replace("\r\n", " ")))
    b.ok("segment", "import", "-", stdin=segment("t", description="x", name='say "hi", you'))
    out = b.ok("segment", "list", "--csv", binary_out=True).out
    assert out.startswith(b"id,name,size,as_of,version,used_by,updated_at,updated_by\r\n")
    assert out.endswith(b"\r\n") and out.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(out.decode())))
    assert [row["name"] for row in rows] == ['a, "quoted" text', 'say "hi", you']


def test_tables_fit_the_terminal(b):
    for i in range(3):
        b.ok("segment", "import", "-", stdin=segment("s%d" % i, name="A rather long name " * 6))
    for columns in (60, 80, 120):
        lines = on_terminal(b, columns, "segment", "list").splitlines()
        assert len(lines) == 4 and max(map(len, lines)) <= columns, lines
        assert ("…" in lines[1]) == (columns < 110)
    assert len(on_terminal(b, 400, "segment", "list").splitlines()[1]) > 115
    assert max(map(len, b.ok("segment", "list").out.splitlines())) <= 80
    plain = b.ok("segment", "list", env={"LC_ALL": "C"}).out
    assert "..." in plain and "…" not in plain


def test_numbers_stand_to_the_right(b):
    b.ok("segment", "import", "-", stdin=segment("all"))
    b.ok("segment", "import", "-", stdin=segment("one", filter={"user": ["u1"]}))
    b.ok("ingest", b.events("e", [track("u%d" % i, "x", T0) for i in range(1200)]))
    lines = b.ok("segment", "size").out.splitlines()
    assert lines[1].index("1 200") + 5 == lines[2].index(" 1 ") + 2, lines


def test_terminal_is_safe(b):
    evil = "\x1b]0;pwned\x07\x9b31m\u202eabc"
    b.ok("ingest", b.events("e", [track("u\x1b[2J", "evil" + evil, T0)]))
    for args in (("events",), ("segment", "members", "all"), ("deliveries",)):
        b.call("segment", "import", "-", stdin=segment("all"))
        out = b.call(*args, binary_out=True).out
        assert b"\x1b" not in out and b"\x07" not in out and "\u202e".encode() not in out
    b.no(1, "\ufffd]0;pwned", "user", "show", evil)
    assert any("\x1b" in row["event"] for row in b.rows("events")), "rows keep what was seen"


def test_interrupted_is_130(b):
    process = subprocess.Popen([b.binary, "demo", b.path("demo"), "--users", "500000"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=b.environment())
    until(lambda: os.path.isdir(b.path("demo/events")) and os.listdir(b.path("demo/events")), "a file")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130, (process.returncode, err)
    assert err == b"campanile: interrupted\n", err


def test_interrupted_while_waiting_for_input(b):
    for command in (("campaign", "import", "-"), ("ingest", "-")):
        process = subprocess.Popen([b.binary, *command], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=b.environment())
        # Before it reads as well as while it does.
        until(lambda: catches(process, signal.SIGINT), "a handler")
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.communicate()
        assert process.returncode == 130, process.returncode


def test_completion(b):
    b.ok("campaign", "import", "-", stdin=campaign("cart-one"))
    b.ok("campaign", "import", "-", stdin=campaign("cart-two"))
    b.ok("segment", "import", "-", stdin=segment("carts"))
    b.ok("ingest", b.events("e", [track("u", "Product Viewed", T0)]))

    def offered(*words):
        return b.ok("--complete", *words).out.split("\n")[:-1]

    assert offered("camp") == ["campaign"]
    assert offered("campaign", "act") == ["activate"]
    assert offered("campaign", "show", "") == ["cart-one", "cart-two"]
    assert offered("campaign", "activate", "cart-one", "cart-t") == ["cart-two"]
    assert offered("segment", "show", "c") == ["carts"]
    assert offered("changelog", "--object", "cart") == ["cart-one", "cart-two", "carts"]
    assert offered("deliveries", "--campaign", "cart-t") == ["cart-two"]
    assert offered("deliveries", "--outcome", "exc") == ["exception"]
    assert offered("refusals", "--outcome", "wait") == ["wait_not_over"]
    assert offered("campaign", "list", "--status", "li") == ["live"]
    assert offered("campaign", "list", "--js") == ["--json"]
    assert offered("events", "Prod") == ["Product Viewed"]
    assert offered("events", "--by", "") == ["day"]
    assert offered("settings", "set", "max_l") == ["max_late"]
    assert offered("ingest", "x") == ["@files"]
    assert offered("--db", "/none.db", "campaign", "show", "") == []
    assert "--base" not in offered("stats", "--") and "--by" in offered("stats", "--")


def test_completion_in_bash(b):
    b.ok("campaign", "import", "-", stdin=campaign("cart-one"))
    script = """
        source %s/data/campanile.bash
        COMP_WORDS=(%s campaign show ca); COMP_CWORD=3; _campanile
        printf '%%s\\n' "${COMPREPLY[@]}"
        COMP_WORDS=(%s ingest te); COMP_CWORD=2; _campanile
        printf '%%s\\n' "${COMPREPLY[@]}"
    """ % (ROOT, b.binary, b.binary)
    out = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=b.folder,
                         env=b.environment())
    lines = out.stdout.split()
    assert lines[0] == "cart-one" and "test.db" in lines, (out.stdout, out.stderr)


def test_progress_only_on_a_terminal(b):
    quiet = b.ok("demo", b.path("d"), "--users", "60000", "--days", "6")
    assert quiet.err == ""
    out = on_terminal(b, 80, "demo", b.path("d2"), "--users", "200000", "--days", "6")
    assert re.search(r"writing  \[#*\.*\] +\d+ %", out), out[-300:]
    assert re.search(r"\d:\d\d left", out)
