"""What the tests of the command line share: one temporary folder and database a test."""
import fcntl
import gzip
import json
import os
import pty
import shutil
import struct
import subprocess
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHOP = os.path.join(ROOT, "tests", "data", "shop-2019-10-01.ndjson.gz")
T0 = "2026-11-01T00:00:00Z"


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines() if line]


class Bench:
    def __init__(self, binary):
        self.binary = binary
        # In memory where that is there: what is tested is not the disk.
        self.folder = tempfile.mkdtemp(
            prefix="campanile-cli-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.db = self.path("test.db")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, (dict, list)):
            content = json.dumps(content)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def events(self, name, events):
        """A file of events; strings and bytes are lines as they are."""
        lines = []
        for event in events:
            if isinstance(event, dict):
                event = json.dumps(event)
            lines.append(event if isinstance(event, bytes) else event.encode())
        data = b"".join(line + b"\n" for line in lines)
        return self.write(name, gzip.compress(data, mtime=0) if name.endswith(".gz") else data)

    def environment(self, extra=None):
        env = {
            "PATH": os.environ["PATH"],
            "HOME": self.folder,
            "LC_ALL": "C.UTF-8",
            "CAMPANILE_DB": self.db,
            "CAMPANILE_AS": "Tester",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        env.update(extra or {})
        return {name: value for name, value in env.items() if value is not None}

    def call(self, *args, stdin=None, env=None, binary_out=False, **more):
        if isinstance(stdin, (dict, list)):
            stdin = json.dumps(stdin)
        process = subprocess.run(
            [self.binary, *map(str, args)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            env=self.environment(env),
            cwd=self.folder,
            timeout=300,
            **more,
        )
        if not binary_out:
            process.stdout = process.stdout.decode("utf-8", "replace")
        process.stderr = process.stderr.decode("utf-8", "replace")
        return Result(process)

    def ok(self, *args, **more):
        result = self.call(*args, **more)
        assert result.status == 0, "%s: exit %d: %s" % (args, result.status, result.err.strip())
        assert result.err == "", "%s said: %s" % (args, result.err)
        return result

    def rows(self, *args, **more):
        return self.ok(*args, "--json", **more).rows

    def no(self, status, said, *args, **more):
        """Fails with that status and one line on stderr that has the given words in it."""
        result = self.call(*args, **more)
        assert result.status == status, "%s: exit %d instead of %d: %s%s" % (
            args, result.status, status, result.err, result.out[:200])
        lines = result.err.splitlines()
        assert len(lines) == 1 and lines[0].startswith("campanile: "), result.err
        for words in [said] if isinstance(said, str) else said:
            assert words in lines[0], "%r is not in %r" % (words, lines[0])
        return result


def until(holds, what, limit_s=60):
    """Waits for something that another process does."""
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, "waited in vain: " + what
        time.sleep(0.005)


def catches(process, number):
    """Whether a process has set a handler for a signal."""
    with open("/proc/%d/status" % process.pid) as file:
        masks = dict(line.split(":", 1) for line in file)
    return int(masks["SigCgt"], 16) >> number - 1 & 1


def on_terminal(b, columns, *args, env=None, answer=None):
    """What a terminal of that width is sent; the answer is typed once a question is there."""
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execve(b.binary, [b.binary, *args], b.environment(env))
    out = b""
    while True:
        try:
            part = os.read(fd, 4096)
        except OSError:
            break
        if not part:
            break
        out += part
        if answer and b"?" in out:
            os.write(fd, answer)
            answer = None
    os.close(fd)
    os.waitpid(pid, 0)
    return out.decode()


def track(user, event, at, **properties):
    return {"type": "track", "userId": user, "event": event, "timestamp": at,
            "properties": properties}


def identify(user, at, **traits):
    return {"type": "identify", "userId": user, "timestamp": at, "traits": traits}


def campaign(id="c", **more):
    document = {
        "id": id,
        "title": "Title of " + id,
        "channel": "webhook",
        "message": {"body": "Hello"},
        "triggers": [{"type": "custom_event", "event": "go"}],
    }
    document.update(more)
    return {key: value for key, value in document.items() if value is not None}


def segment(id="s", **more):
    document = {"id": id, "name": "Name of " + id, "filter": {"everyone": True}}
    document.update(more)
    return document
