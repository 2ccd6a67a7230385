"""A pseudo-terminal with a program in it, for tests that count bytes and send signals."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

LIMIT_S = 60  # how long anything may take on a slow machine


class Terminal:
    def __init__(self, argv, rows=24, columns=80, env=None, unset=()):
        self.output = b""
        self.sent = 0  # where the output began that answers what was sent last
        wanted = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", CAMPANILE_NOW="2026-11-20T14:03:21Z",
                      EDITOR="true", VISUAL="true")
        for name in ("NO_COLOR", "SSH_CONNECTION", "ESCDELAY", "TMUX", "COLUMNS", "LINES") + tuple(unset):
            wanted.pop(name, None)
        wanted.update(env or {})
        # The size is there before the program asks for it.
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self.set_size(0, rows, columns)
            os.execvpe(argv[0], argv, wanted)

    @staticmethod
    def set_size(fd, rows, columns):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def size(self, rows, columns):
        self.set_size(self.fd, rows, columns)
        self.sent = len(self.output)
        os.kill(self.pid, signal.SIGWINCH)

    def send(self, keys):
        data = keys.encode() if isinstance(keys, str) else keys
        self.sent = len(self.output)
        while data:
            # The program answers while it is being typed at, and both pipes have an end.
            readable, writable, _ = select.select([self.fd], [self.fd], [], LIMIT_S)
            if readable:
                self._read()
            if writable:
                data = data[os.write(self.fd, data[:512]):]

    def _read(self):
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.output += data
        return data

    def quiet(self, seconds=0.4):
        """What is written since the last send, until nothing more comes for that long."""
        begin = self.sent
        while select.select([self.fd], [], [], seconds)[0]:
            if not self._read():
                break
        self.sent = len(self.output)
        return self.output[begin:]

    def answer(self):
        """What the last keys make it write: at least something, however long that takes to begin."""
        while len(self.output) == self.sent:
            if not select.select([self.fd], [], [], LIMIT_S)[0] or not self._read():
                raise AssertionError("it never answered")
        return self.quiet()

    def until(self, text):
        """What is written since the last send until `text` has been; fails after LIMIT_S."""
        begin, end = self.sent, time.monotonic() + LIMIT_S
        wanted = text.encode()
        while wanted not in plain(self.output[begin:]):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0] or not self._read():
                raise AssertionError("never showed %r, but %r" % (text, plain(self.output[begin:])[-300:]))
        return self.output[begin:]

    def ended(self):
        """The exit status, negative for a signal; what it wrote is read. Fails where it goes on."""
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end:
            if self.fd >= 0 and select.select([self.fd], [], [], 0.02)[0]:
                self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            if self.fd < 0:
                time.sleep(0.02)
        raise AssertionError("it is still running")

    def hang_up(self):
        os.close(self.fd)
        self.fd = -1

    def modes(self):
        return termios.tcgetattr(self.fd)

    def close(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)


def plain(data):
    """The text alone, without escape sequences."""
    return re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78]|[\x0e\x0f]", b"", data)
