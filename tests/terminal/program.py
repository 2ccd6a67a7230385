"""The program's own screens in a pseudo-terminal and in tmux: bytes, drafts, other processes, sizes."""
import atexit
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from terminal import Terminal, plain

BINARY = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp()
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
# The clock must run, or no screen would ever look again.
ENV = {"XDG_STATE_HOME": FOLDER, "CAMPANILE_AS": "Ana"}
PAINT_MAX, MOVE_MAX, TICK_MAX = 6144, 400, 600


def command(database, *words, **options):
    return subprocess.run([BINARY, "--db", database, *words], env=dict(os.environ, **ENV), check=True,
                          capture_output=True, **options)


def shop():
    """A copy of the demo shop, made once."""
    made = os.path.join(FOLDER, "shop.db")
    if not os.path.exists(made):
        folder = os.path.join(FOLDER, "shop")
        os.mkdir(folder)
        command(made, "demo", folder, "--users", "300", "--days", "5", "--end", "2026-11-20T00:00:00Z", "--seed", "1")
        subprocess.run([os.path.join(folder, "load"), BINARY, made], env=dict(os.environ, **ENV), check=True,
                       capture_output=True)
    copy = tempfile.mkstemp(suffix=".db", dir=FOLDER)[1]
    shutil.copy(made, copy)
    return copy


def opened(database=None, wait="all keys", **options):
    env = dict(ENV, **options.pop("env", {}))
    terminal = Terminal([BINARY, "--db", database or shop()], env=env, unset=["CAMPANILE_NOW"], **options)
    terminal.until(wait)
    terminal.quiet()
    return terminal


def press(terminal, keys, wait):
    """Until the screen shows it: painted anew, since curses sends only what differs."""
    terminal.send(keys)
    end = time.monotonic() + 20
    while True:
        terminal.quiet(0.2)
        terminal.send("\x0c")
        if wait.encode() in plain(terminal.quiet(0.2)):
            return
        assert time.monotonic() < end, "%r never showed %r" % (keys, wait)


def test_shop_first_paint_takes_at_most_6_kb():
    terminal = opened()
    assert b"Abandoned cart" in plain(terminal.output)
    assert len(terminal.output) <= PAINT_MAX, len(terminal.output)
    terminal.close()


def test_shop_every_tab_is_painted_in_6_kb():
    terminal = opened()
    for tab in "2345671":
        terminal.send(tab)
        size = len(terminal.quiet())
        assert 0 < size <= PAINT_MAX, (tab, size)
    terminal.close()


def test_shop_a_cursor_move_takes_at_most_400_bytes():
    terminal = opened()
    for tab in "1234567":
        terminal.send(tab)
        terminal.quiet()
        for key in ("\033[B", "j", "\033[A", "k"):
            terminal.send(key)
            size = len(terminal.quiet(0.25))
            assert size <= MOVE_MAX, (tab, key, size)
    terminal.close()


def test_shop_idle_takes_no_bytes():
    terminal = opened()
    for tab in "124":
        terminal.send(tab)
        terminal.quiet()
        assert terminal.quiet(2.5) == b"", tab
    terminal.close()


def test_shop_a_change_elsewhere_takes_at_most_600_bytes():
    database = shop()
    terminal = opened(database)
    command(database, "campaign", "stop", "cart-reminder")
    terminal.sent = len(terminal.output)
    terminal.until("STOPPED")
    size = len(terminal.output) - terminal.sent + len(terminal.quiet())
    assert 0 < size <= TICK_MAX, size
    terminal.close()


def test_shop_no_color_and_ascii():
    terminal = opened(env={"NO_COLOR": "1"})
    terminal.send("2")
    terminal.quiet()
    assert b"38;5" not in terminal.output and b"48;5" not in terminal.output
    terminal.close()
    terminal = opened(env={"LC_ALL": "C"})
    for keys in ("2", "\r", "\033", "4", "n", "1"):
        terminal.send(keys)
        terminal.quiet()
    assert max(terminal.output) < 0x80
    terminal.close()


def test_shop_typing_fast_into_the_wizard():
    terminal = opened()
    press(terminal, "n", "Basics")
    title = "".join("%02d " % i for i in range(28))
    terminal.send(title)
    terminal.quiet(1)
    terminal.send("\x0c")
    terminal.until("25 26 27")
    terminal.close()


def new_draft(database):
    terminal = opened(database)
    press(terminal, "n", "Basics")
    press(terminal, "Half a title", "Half a title")
    terminal.quiet()
    return terminal


def test_shop_a_half_written_campaign_outlives_a_lost_line():
    for end in (lambda terminal: os.kill(terminal.pid, signal.SIGHUP),
                lambda terminal: os.kill(terminal.pid, signal.SIGTERM),
                lambda terminal: terminal.hang_up(),
                lambda terminal: terminal.send("\x03")):
        database = shop()
        terminal = new_draft(database)
        end(terminal)
        assert terminal.ended() in (0, 3)  # 3: the terminal is gone
        terminal.close()
        terminal = opened(database)
        press(terminal, "n", "Half a title")
        terminal.close()


def test_shop_a_half_written_segment_outlives_a_lost_line():
    database = shop()
    terminal = opened(database)
    press(terminal, "2", "Germany")
    press(terminal, "n", "New segment")
    press(terminal, "Half a name", "half-a-name")
    os.kill(terminal.pid, signal.SIGHUP)
    assert terminal.ended() in (0, 3)  # 3: the terminal is gone
    terminal.close()
    terminal = opened(database)
    press(terminal, "2", "Germany")
    press(terminal, "n", "half-a-name")
    terminal.close()


def test_shop_a_changed_filter_outlives_a_crash():
    database = shop()
    terminal = opened(database)
    press(terminal, "2", "Germany")
    press(terminal, "G\r", "Looks a lot")
    press(terminal, "n", "users, as of")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    terminal.close()
    terminal = opened(database)
    press(terminal, "2", "Germany")
    press(terminal, "G\r", "not (did")
    terminal.close()


def test_shop_a_storm_of_sizes():
    terminal = opened()
    chance = random.Random(7)
    for number in range(150):
        if number % 30 == 0:
            terminal.send("\033\033" + "12347"[number // 30] + "\r")
        terminal.size(chance.randint(1, 60), chance.randint(1, 200))
    terminal.size(24, 80)
    terminal.quiet(1)
    terminal.send("\x0c")
    terminal.until("campanile")
    terminal.close()


def test_shop_a_tiny_terminal_keeps_everything():
    terminal = opened(rows=5, columns=20, wait="60x16")
    terminal.send("n")
    terminal.send("Tiny")
    terminal.size(24, 80)
    terminal.until("campanile")
    terminal.size(5, 20)
    terminal.until("60x16")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 0
    terminal.close()


def test_shop_a_locked_database_holds_nobody_up():
    database = shop()
    terminal = opened(database)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for keys, wait in (("2", "Germany"), ("4", "u00000000"), ("1", "Abandoned cart")):
        press(terminal, keys, wait)
    other.execute("ROLLBACK")
    other.close()
    press(terminal, "2", "Germany")
    terminal.close()


def test_shop_a_deleted_database_ends_in_a_sentence_at_most():
    database = shop()
    terminal = opened(database)
    for name in os.listdir(FOLDER):
        if name.startswith(os.path.basename(database)):
            os.unlink(os.path.join(FOLDER, name))
    for keys in ("2", "\r", "\033", "4", "\r", "\033", "1", "n", "title", "\033"):
        terminal.send(keys)
        terminal.quiet(0.2)
    terminal.send("Q")
    terminal.quiet(0.5)
    terminal.send("Q")
    assert terminal.ended() in (0, 3)
    terminal.close()


def test_shop_any_bytes_on_the_keyboard():
    chance = random.Random(17)
    terminal = opened()
    for _ in range(40):
        # Without Q and ^C, which leave, and ^Z, which stops.
        junk = bytes(chance.randrange(256) for _ in range(60))
        terminal.send(junk.translate(None, b"Q\x03\x1a"))
    terminal.quiet(1)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 0
    terminal.close()


class Tmux:
    """A server of its own with the program in a window."""

    def __init__(self, database, columns=80, rows=24):
        self.socket = tempfile.mktemp(dir=FOLDER)
        env = " ".join("%s='%s'" % item for item in ENV.items())
        self.run("-f", "/dev/null", "-u", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                 "env LC_ALL=C.UTF-8 %s '%s' --db '%s'" % (env, BINARY, database))

    def run(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, *words], check=True, capture_output=True, text=True).stdout

    def until(self, text):
        end = time.monotonic() + 20
        while text not in (shown := self.run("capture-pane", "-p")):
            assert time.monotonic() < end, (text, shown)
            time.sleep(0.05)
        return shown

    def send(self, *keys):
        self.run("send-keys", *keys)

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], check=False, capture_output=True)


def test_shop_in_tmux():
    database = shop()
    tmux = Tmux(database)
    try:
        tmux.until("Abandoned cart")
        tmux.send("n")
        tmux.until("Basics")
        tmux.send("-l", "Seen in tmux")
        tmux.until("seen-in-tmux")
        for columns, rows in ((60, 16), (20, 5), (120, 40), (80, 24)):
            tmux.run("resize-window", "-x", str(columns), "-y", str(rows))
            tmux.until("60x16" if columns == 20 else "Seen in tmux")
    finally:
        tmux.close()  # the program gets SIGHUP
    for _ in range(100):
        time.sleep(0.05)
        if b"seen-in-tmux" in open(database, "rb").read() + read_wal(database):
            break
    tmux = Tmux(database)
    try:
        tmux.until("Abandoned cart")
        tmux.send("n")
        tmux.until("Seen in tmux")
        # Esc alone is not swallowed, and nothing strange is left behind it.
        tmux.send("Escape")
        tmux.until("Abandoned cart")
        tmux.send("Q")
    finally:
        tmux.close()


def read_wal(database):
    try:
        with open(database + "-wal", "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
