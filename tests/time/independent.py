"""Compares `magpie when --batch` with calculations in Python.

Uses zoneinfo for zones, PEP 495 for gaps and folds, dateutil for rules, a walk minute by minute for quiet hours, and
both instants of a repeated hour for phrases. Shares only the version of the tz data with Magpie.

    pip install python-dateutil tzdata
    cargo build --release
    python3 tests/time/independent.py target/release/magpie

Prints the number of rows and every row that differs; exits with 1 when one differs. The rows are the same in every run.
"""

import itertools
import json
import os
import random
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

import tzdata
from dateutil.rrule import rrulestr

zoneinfo.reset_tzpath([os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")])
UTC = timezone.utc
RANDOM = random.Random(5545)
SECOND = timedelta(seconds=1)

# Zones with unusual clock changes: by a whole day, part of an hour or seconds, for Ramadan, or not for daylight saving.
FAMOUS = """Pacific/Apia Pacific/Kwajalein Pacific/Fakaofo Pacific/Kiritimati Pacific/Enderbury Asia/Manila America/Juneau America/Caracas
Asia/Pyongyang Asia/Seoul Europe/Dublin Australia/Lord_Howe Antarctica/Troll Antarctica/Casey Africa/Casablanca Africa/El_Aaiun Asia/Gaza
Asia/Hebron Africa/Cairo Africa/Monrovia Europe/Amsterdam Europe/Paris Asia/Kathmandu Asia/Kolkata Asia/Tehran Africa/Juba Africa/Khartoum
Africa/Windhoek Europe/Prague Europe/Lisbon Europe/Volgograd Europe/Istanbul America/Santiago America/Asuncion America/Havana America/Nuuk
America/Scoresbysund America/Mexico_City America/Vancouver America/Edmonton America/Winnipeg America/Inuvik Asia/Almaty Asia/Amman
Asia/Damascus Asia/Beirut Atlantic/Azores Europe/Chisinau Pacific/Fiji Pacific/Norfolk Pacific/Tongatapu Asia/Singapore""".split()

RULES = """FREQ=DAILY
FREQ=DAILY;INTERVAL=3
FREQ=DAILY;COUNT=7
FREQ=DAILY;BYMONTH=3,10,11
FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,30
FREQ=DAILY;BYMONTHDAY=-1,15;BYDAY=MO,FR,SU
FREQ=DAILY;BYHOUR=0,2,4;BYSETPOS=-1
FREQ=DAILY;BYWEEKNO=13,44
FREQ=WEEKLY
FREQ=WEEKLY;BYDAY=MO,WE,SU
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU
FREQ=WEEKLY;INTERVAL=3;BYDAY=SA;BYHOUR=2;BYMINUTE=30;WKST=WE
FREQ=WEEKLY;BYMONTH=3,11;BYDAY=SU
FREQ=WEEKLY;COUNT=9;BYDAY=MO,TU,WE,TH,FR
FREQ=MONTHLY
FREQ=MONTHLY;INTERVAL=5
FREQ=MONTHLY;BYMONTHDAY=31
FREQ=MONTHLY;BYMONTHDAY=-1
FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1
FREQ=MONTHLY;BYMONTHDAY=-31,-2,13
FREQ=MONTHLY;BYDAY=-1FR
FREQ=MONTHLY;BYDAY=2TU,-1SU;COUNT=11
FREQ=MONTHLY;BYDAY=5SU
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1
FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
FREQ=MONTHLY;BYDAY=SU;BYHOUR=1,2,3;BYSETPOS=2,-4
FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29
FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15
FREQ=YEARLY
FREQ=YEARLY;INTERVAL=4
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29
FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU;BYHOUR=2;BYMINUTE=30;BYSECOND=0
FREQ=YEARLY;BYDAY=20MO,-1SU
FREQ=YEARLY;BYYEARDAY=1,100,200,366
FREQ=YEARLY;BYYEARDAY=-1,-366,-100
FREQ=YEARLY;BYWEEKNO=1
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
FREQ=YEARLY;BYWEEKNO=53
FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH
FREQ=YEARLY;BYWEEKNO=13,44;BYDAY=SU;WKST=SU
FREQ=YEARLY;BYDAY=SU;BYSETPOS=10,-9
FREQ=YEARLY;BYMONTH=3,4,10,11;BYDAY=SU;BYSETPOS=1,-1
FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR
FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30
FREQ=HOURLY
FREQ=HOURLY;INTERVAL=7
FREQ=HOURLY;BYHOUR=1,2,3
FREQ=HOURLY;BYDAY=SU;BYMINUTE=0,20,40;BYSETPOS=2
FREQ=HOURLY;BYMONTH=3;BYMONTHDAY=-3;INTERVAL=5
FREQ=MINUTELY;INTERVAL=17
FREQ=MINUTELY;BYHOUR=2;INTERVAL=20
FREQ=MINUTELY;INTERVAL=90;COUNT=40
FREQ=SECONDLY;INTERVAL=1801
FREQ=SECONDLY;BYMINUTE=0,30;BYSECOND=5;BYHOUR=1,2
FREQ=DAILY;UNTIL=local
FREQ=DAILY;UNTIL=utc
FREQ=WEEKLY;BYDAY=SU,MO;UNTIL=utc
FREQ=HOURLY;UNTIL=utc
FREQ=HOURLY;UNTIL=local
FREQ=MONTHLY;BYDAY=1SU,-1SU;UNTIL=date
FREQ=DAILY;UNTIL=date
FREQ=DAILY;UNTIL=before""".split("\n")

RULE_ZONES = """Europe/Paris Europe/Dublin America/New_York America/Sao_Paulo America/La_Paz America/Santiago America/St_Johns America/Vancouver
Australia/Lord_Howe Australia/Sydney Asia/Kathmandu Asia/Tokyo Asia/Gaza Asia/Beirut Africa/Cairo Africa/Casablanca Pacific/Apia
Pacific/Chatham Antarctica/Troll America/Havana UTC""".split()

WINDOWS = """22:00-07:00 23:00-06:30 02:00-03:00 02:15-02:45 01:00-02:00 01:30-02:30 00:00-01:00 23:59-00:01 03:00-02:00 09:00-09:00
00:00-00:00 00:30-23:45 02:30-02:00 22:00-02:30 01:59-05:00 00:00-12:00""".split()


def offset(zone, instant):
    return instant.astimezone(zone).utcoffset()


def resolve(zone, wall):
    """The instant of a wall time (PEP 495). fold=0 is the earlier instant in a fold.

    In a gap, fold=0 uses the offset before the gap, which shifts the time later by the gap's length.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    kind = "normal" if first == second else "fold" if first > second else "gap"
    return (wall - first).replace(tzinfo=UTC), kind


def transitions(zone, begin, end, step):
    """Every change of the offset, found by sampling and bisection."""
    found, at = [], begin
    while at < end:
        low, high = at, at + step
        if offset(zone, low) != offset(zone, high):
            while high - low > SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
            found.append(high)
        at += step
    return found


def text(instant):
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant.year >= 1000 else None


def offset_text(delta):
    seconds = round(delta.total_seconds())
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    shown = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return shown if seconds % 60 == 0 else f"{shown}:{seconds % 60:02}"


def ask_resolve(name, zone, wall):
    instant, kind = resolve(zone, wall)
    return {"q": "resolve", "zone": name, "local": wall.isoformat()}, {"instant": text(instant), "kind": kind}


def ask_local(name, zone, instant):
    there = instant.astimezone(zone)
    expected = {"local": there.replace(tzinfo=None).isoformat(), "offset": offset_text(there.utcoffset())}
    return {"q": "local", "zone": name, "instant": text(instant)}, expected


def around(name, zone, change):
    """Rows for a clock change: wall times in and around its gap or fold, and the instants around the change."""
    before, after = (change - SECOND).astimezone(zone), change.astimezone(zone)
    ends = sorted([before.replace(tzinfo=None, fold=0) + SECOND, after.replace(tzinfo=None, fold=0)])
    walls = {ends[0] - SECOND, ends[0], ends[0] + (ends[1] - ends[0]) // 2, ends[1] - SECOND, ends[1], ends[1] + SECOND}
    for wall in sorted(wall.replace(microsecond=0) for wall in walls):
        yield ask_resolve(name, zone, wall)
    for instant in (change - SECOND, change, change + SECOND):
        yield ask_local(name, zone, instant)


def zones():
    names = zoneinfo.available_timezones() - {"Factory", "localtime"}
    return [(name, zoneinfo.ZoneInfo(name)) for name in sorted(names)]


def zone_rows():
    begin, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
    for name, zone in zones():
        for change in transitions(zone, begin, end, timedelta(days=1)):
            yield from around(name, zone, change)
        for _ in range(4):
            wall = datetime(1970, 1, 1) + SECOND * RANDOM.randrange(130 * 365 * 86400)
            yield ask_resolve(name, zone, wall)
            yield ask_local(name, zone, wall.replace(tzinfo=UTC))


def famous_rows():
    begin, end = datetime(1850, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    for name in FAMOUS:
        zone = zoneinfo.ZoneInfo(name)
        for change in transitions(zone, begin, end, timedelta(days=5)):
            yield from around(name, zone, change)


def is_quiet(wall, window):
    start, end = window
    clock = wall.strftime("%H:%M")
    return start <= clock < end if start <= end else clock >= start or clock < end


def next_allowed(zone, window, at):
    while is_quiet(at.astimezone(zone), window):
        at = (at + timedelta(minutes=1)).replace(second=0)
    return at


def quiet_rows():
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
    for name in sorted(set(FAMOUS + RULE_ZONES)):
        zone = zoneinfo.ZoneInfo(name)
        changes = transitions(zone, begin, end, timedelta(days=1)) or [datetime(2026, 3, 1, 12, tzinfo=UTC)]
        for change, text_of_window in itertools.product(RANDOM.sample(changes, min(4, len(changes))), WINDOWS):
            window = tuple(text_of_window.split("-"))
            for at in (change - SECOND, change, change + SECOND * RANDOM.randrange(-30 * 3600, 20 * 3600)):
                asked = {"q": "quiet", "zone": name, "start": window[0], "end": window[1], "at": text(at)}
                yield asked, {"next_allowed": text(next_allowed(zone, window, at))}


def instants(zone, start, rule, count):
    parts = dict(part.split("=") for part in rule.split(";"))
    until = parts.pop("UNTIL", None)
    walls = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    if "BYWEEKNO=53" in rule:
        # dateutil puts 1 and 2 January 2022 into week 53. By ISO 8601, which RFC 5545 follows, they are in week 52:
        # 2021 has no week 53.
        walls = (wall for wall in walls if wall.isocalendar().week == 53)
    found = []
    # Take more than `count`: a time in a gap can have the same instant as a later wall time, or a later instant.
    for wall in itertools.islice(walls, count + (90 if parts["FREQ"] in ("HOURLY", "MINUTELY") else 12)):
        instant = resolve(zone, wall)[0]
        if until is None or not is_over(until, wall, instant):
            found.append(instant)
    return sorted(set(found))[:count]


def is_over(until, wall, instant):
    if until.endswith("Z"):
        return instant > datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if "T" in until:
        return wall > datetime.strptime(until, "%Y%m%dT%H%M%S")
    return wall.date() > datetime.strptime(until, "%Y%m%d").date()


def with_until(rule, zone, start):
    end = start + timedelta(days=RANDOM.randrange(1, 12), hours=RANDOM.choice([0, 0, 1]))
    kinds = {
        "local": f"{end:%Y%m%dT%H%M%S}",
        "utc": f"{resolve(zone, end)[0]:%Y%m%dT%H%M%SZ}",
        "date": f"{end:%Y%m%d}",
        "before": f"{start - timedelta(days=2):%Y%m%dT%H%M%S}",
    }
    head, _, kind = rule.partition("UNTIL=")
    return head + "UNTIL=" + kinds[kind] if kind else rule


def rule_rows():
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    for name in RULE_ZONES:
        zone = zoneinfo.ZoneInfo(name)
        changes = transitions(zone, begin, end, timedelta(days=1)) or [datetime(2024, 11, 5, tzinfo=UTC)]
        for rule in RULES:
            for _ in range(6):
                near = RANDOM.choice(changes).astimezone(zone).replace(tzinfo=None, second=0)
                start = near + timedelta(minutes=5 * RANDOM.randrange(-600, 30), days=-RANDOM.choice([0, 1, 2, 30]))
                asked, count = with_until(rule, zone, start), RANDOM.choice([1, 5, 10, 30])
                expected = [text(instant) for instant in instants(zone, start, asked, count)]
                row = {"q": "recur", "zone": name, "start": start.isoformat(), "rrule": asked, "count": count}
                yield row, {"instants": expected}


def passes(zone, wall):
    """Both instants of a wall time that the clock shows twice. For any other wall time, its one instant."""
    instants = {resolve(zone, wall)[0]}
    if resolve(zone, wall)[1] == "fold":
        instants.add((wall - wall.replace(tzinfo=zone, fold=1).utcoffset()).replace(tzinfo=UTC))
    return sorted(text(instant) for instant in instants)


def phrase_rows():
    """Dates with times as people type them, around clock changes. A time that the clock shows twice has two choices."""
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    for name in RULE_ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for change in transitions(zone, begin, end, timedelta(days=1)):
            before = (change - SECOND).astimezone(zone).replace(tzinfo=None, second=0)
            for minutes in (-150, -61, -31, -1, 0, 14, 29, 44, 59, 61, 150):
                wall = before + timedelta(minutes=minutes)
                now = text(change - timedelta(days=3))
                for typed in (f"{wall:%Y-%m-%d %H:%M}", f"{wall.day} {wall:%B %Y} at {wall:%H:%M}"):
                    yield {"q": "phrase", "zone": name, "now": now, "text": typed}, {"meant": passes(zone, wall)}


def reduced(question, answer):
    """For a phrase, only the instants that it may mean. Any other answer stays as it is."""
    if question["q"] != "phrase":
        return answer
    choices = answer.get("choices", [answer])
    return {"meant": sorted(choice["instant"] for choice in choices)}


def main():
    rows = [*zone_rows(), *famous_rows(), *quiet_rows(), *rule_rows(), *phrase_rows()]
    questions = "".join(json.dumps(question) + "\n" for question, _ in rows)
    asked = subprocess.run([sys.argv[1], "when", "--batch"], input=questions, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    told = [(q, want, reduced(q, got)) for (q, want), got in zip(rows, answers, strict=True)]
    differing = [(q, want, got) for q, want, got in told if got != want]
    for question, want, got in differing:
        print(json.dumps(question), "\n  expected", json.dumps(want), "\n  answered", json.dumps(got))
    print(f"{len(rows)} rows asked, {len(differing)} differ (tz data {tzdata.IANA_VERSION})")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
