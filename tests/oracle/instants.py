"""Instants, zones and durations of SEMANTICS 1 and 7.4, slowly and plainly. Instants are UTC milliseconds."""
import datetime, functools, re, zoneinfo

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
UNITS = {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY, "weeks": 7 * DAY, "months": 30 * DAY}
EPOCH = datetime.datetime(1970, 1, 1)
RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$")


def amount_ms(amount): return amount["amount"] * UNITS[amount["unit"]]


def since_epoch(naive): return (naive - EPOCH) // datetime.timedelta(milliseconds=1)


def parse(text):
    """An RFC 3339 time as an instant, None where it is unreadable (FORMATS 1)."""
    m = RFC3339.match(text) if isinstance(text, str) else None
    if not m: return None
    try: naive = datetime.datetime(*(int(x) for x in m.groups()[:6]))
    except ValueError: return None
    if not 1970 <= naive.year <= 2199: return None
    offset = 0
    if m[8] != "Z":
        hours, minutes = int(m[8][1:3]), int(m[8][4:6])
        if hours > 23 or minutes > 59: return None
        offset = (hours * HOUR + minutes * MINUTE) * (-1 if m[8][0] == "-" else 1)
    return since_epoch(naive) + int(((m[7] or "") + "000")[:3]) - offset


def show(ms):
    if ms is None: return None
    d = EPOCH + datetime.timedelta(milliseconds=ms)
    return d.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (ms % 1000)


@functools.lru_cache(None)
def zone_names():
    names = set()
    with open("/usr/share/zoneinfo/tzdata.zi") as f:
        for line in f:
            words = line.split()
            if words and words[0] == "Z": names.add(words[1])
            if words and words[0] == "L": names.add(words[2])
    return names


def zone_valid(name): return isinstance(name, str) and name in zone_names()


@functools.lru_cache(None)
def zone_info(name): return zoneinfo.ZoneInfo(name)


@functools.lru_cache(200_000)
def local(ms, zone):
    """The wall time, naive, of an instant."""
    utc = (EPOCH + datetime.timedelta(milliseconds=ms)).replace(tzinfo=datetime.timezone.utc)
    return utc.astimezone(zone_info(zone)).replace(tzinfo=None, fold=0)


def offset(ms, zone): return since_epoch(local(ms, zone)) - ms


@functools.lru_cache(200_000)
def from_local(naive, zone):
    """1.4: in the gap the first instant after it, in the overlap the first occurrence."""
    aware = naive.replace(tzinfo=zone_info(zone), fold=0)
    late = since_epoch(naive) - aware.utcoffset() // datetime.timedelta(milliseconds=1)
    if local(late, zone) == naive: return late
    after, low, high = offset(late, zone), late - 25 * HOUR, late
    while high - low > 1:
        middle = (low + high) // 2
        if offset(middle, zone) == after: high = middle
        else: low = middle
    return high


def clock_time(text): return datetime.time(int(text[:2]), int(text[3:5]))


def wall(text): return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M")


def inside(ms, window, zone):
    """7.4: from inclusive, to exclusive; from > to spans midnight."""
    at, start, end = local(ms, zone).time(), clock_time(window["from"]), clock_time(window["to"])
    return start <= at < end if start < end else at >= start or at < end


def next_opening(ms, window, zone):
    """The first instant >= ms inside; windows open and zones change at whole minutes."""
    if inside(ms, window, zone): return ms
    at = ms - ms % MINUTE + MINUTE
    while not inside(at, window, zone): at += MINUTE
    return at


def hash64(text):
    """2.5: FNV-1a 64, then MurmurHash3's finalizer."""
    mask, h = (1 << 64) - 1, 0xcbf29ce484222325
    for byte in text.encode(): h = (h ^ byte) * 0x100000001b3 & mask
    for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
        h = ((h ^ (h >> 33)) * factor) & mask
    return h ^ (h >> 33)
