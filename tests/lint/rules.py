"""The house rules a compiler does not know, on the C files named on stdin.

Prints `file:line: what is wrong; what to do` and fails where it found something."""
import os
import re
import sys

# A room may include itself and rooms on lower floors (DESIGN 1). Events know the terms of the model.
FLOORS = {
    "src/base": 1,
    "src/model": 2,
    "src/events": 3,
    "src/engine": 4,
    "src/store": 5,
    "src/runner": 6,
    "src/report": 7,
    "src/actions": 8,
    "src/live": 9,
    "src/demo": 9,
    "src/cli": 10,
    "ui/base": 10,
    "ui/widgets": 11,
    "ui/screens": 12,
    "src": 13,  # main.c
}
LINES_MAX = 600

# Pattern, where it is allowed, what to say.
INCLUDES = [
    (r"sqlite3\.h", r"src/store/", "only src/store includes sqlite3.h; ask a function of the store"),
    (r"n?curses.*|term\.h", r"ui/", "nothing in src draws"),
    (r"jansson\.h", r"src/", "nothing in ui reads JSON; ask src/model or src/report"),
    (r"glib\.h", r"src/base/", "GLib is used in src/base alone"),
    (r"pcre2\.h", r"src/base/", "use base/regex.h"),
    (r"simdjson\.h", r"src/events/", "use events/parse.h"),
]
WORDS = [
    (r"\b(malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf)\s*\(", r"src/base/alloc\.c",
     "use base/alloc.h, which never gives NULL"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", None, "do it, or file it"),
    (r"\btypedef\s+(struct|union)\b", None, "structs are named, not typedef'd"),
    (r"\bstrtok_r\s*\(|\balloca\s*\(|\bvfork\s*\(", None, "banned"),
]
# What banned.h cannot see in C++.
BANNED = re.compile(r"\b(strcpy|strcat|strncpy|strncat|sprintf|gets|strtok|atoi|atol|atof|localtime|gmtime|"
                    r"system|popen)\s*\(")

# Strings, joined where they follow each other, and the calls they may stand in.
TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|((?:"(?:\\.|[^"\\\n])*"\s*)+)|\'(?:\\.|[^\'\\\n])*\'|(\w*)\s*(\()|(\))', re.S)
SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]")
TRANSLATED = {"_", "N_", "count_text"}
# What scripts of the tests are told is no part of the interface.
UNTRANSLATED = ("ui/base/script.c", "ui/base/fuzz.c")

found = 0


def say(path, line, words):
    global found
    found += 1
    print("%s:%d: %s" % (path, line, words))


def room(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def resolve(name, path):
    for folder in (os.path.dirname(path), "src", "ui"):
        if os.path.isfile(os.path.join(folder, name)):
            return os.path.normpath(os.path.join(folder, name))
    return None


def check_include(path, number, quoted, name):
    if quoted:
        target = resolve(name, path)
        if target is None:
            if name != "base/embed.h":
                say(path, number, 'no such header "%s"' % name)
            return
        here, there = room(path), room(target)
        if here != there and FLOORS.get(there, 99) >= FLOORS.get(here, 0):
            say(path, number, "%s does not stand on %s; move what is needed down" % (here, there))
        return
    for pattern, allowed, words in INCLUDES:
        if re.fullmatch(pattern, name) and not re.match(allowed, path):
            say(path, number, words)


def without_comments(text):
    """Comments and strings blanked, lines kept."""
    blank = lambda m: re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def check_guard(path, lines):
    base = path.split("/", 1)[1] if path.startswith(("src/", "ui/")) else os.path.basename(path)
    wanted = re.sub(r"[^A-Za-z0-9]", "_", base).upper()
    prefixed = re.sub(r"[^A-Za-z0-9]", "_", path).upper()
    code = [line for line in lines if line.strip()]
    guards = [m.group(1) for m in map(re.compile(r"#ifndef (\w+)$").match, code) if m]
    if not guards or guards[0] not in (wanted, prefixed) or "#define " + guards[0] not in lines:
        say(path, 1, "the header guard is missing or is not %s" % wanted)


def check_own_header(path, includes):
    own = re.sub(r"^(src|ui)/", "", re.sub(r"\.(c|cpp)$", ".h", path))
    if resolve(own, "x/x") and includes and includes[0] != own:
        say(path, 1, 'its own header "%s" comes first, so that the header stands alone' % own)


def check_translated(path, text):
    calls = []
    for match in TOKENS.finditer(text):
        string, call, opened, closed = match.groups()
        if opened:
            calls.append(call)
        elif closed and calls:
            calls.pop()
        elif string and not TRANSLATED & set(calls):
            words = re.sub(r"\\.|%[-+ #0-9.*]*[a-z]", "", string)
            if SENTENCE.search(words):
                say(path, text.count("\n", 0, match.start()) + 1,
                    "%s is not translated; put it in _(), N_() or count_text()" % string.strip()[:40])


def check(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    ours = path.startswith(("src/", "ui/"))
    if ours and len(lines) > LINES_MAX:
        say(path, LINES_MAX, "%d lines; it wants a second file" % len(lines))
    if path.endswith(".h"):
        check_guard(path, lines)
    includes = []
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if match:
            includes.append(match.group(2))
            if ours:
                check_include(path, number, match.group(1) == '"', match.group(2))
        if re.search(r"[ \t]$", line):
            say(path, number, "blanks at the end")
    if ours and not path.endswith(".h"):
        check_own_header(path, includes)
    for number, line in enumerate(lines, 1):
        if re.search(WORDS[1][0], line):
            say(path, number, WORDS[1][2])
    if not ours:
        return
    if path.startswith("ui/") and path not in UNTRANSLATED:
        check_translated(path, text)
    for number, line in enumerate(without_comments(text).split("\n"), 1):
        for pattern, allowed, words in WORDS[:1] + WORDS[2:]:
            if re.search(pattern, line) and not (allowed and re.match(allowed, path)):
                say(path, number, "%s: %s" % (line.strip(), words))
        if path != "src/base/banned.h" and BANNED.search(line):
            say(path, number, "%s: a banned function" % line.strip())


for name in sys.stdin.read().split():
    check(name)
sys.exit(1 if found else 0)
