#!/usr/bin/env python3
"""Working days beside the PyPI package `holidays`: working_days.py PROGRAM

5,000 generated cases, 1995 to 2035, of four calendars. A holiday that only one side has must stand in
working-days-differences.txt, with the reason; cases are then compared with those days taken out.
"""
import csv
import datetime
import io
import pathlib
import random
import subprocess
import sys

import holidays

YEARS = range(1995, 2036)
PLACES = {
    "england-and-wales": ("GB", "ENG"),
    "scotland": ("GB", "SCT"),
    "northern-ireland": ("GB", "NIR"),
    "ireland": ("IE", None),
}
HERE = pathlib.Path(__file__).parent


def ran(program, calendar, rows):
    """What the program makes of rows of a start and a number of working days."""
    given = io.StringIO()
    writer = csv.writer(given)
    writer.writerow(["start", "working_days"])
    writer.writerows(rows)
    command = [program, "clock", "span", "--csv", "--calendar", calendar]
    said = subprocess.run(command, input=given.getvalue(), capture_output=True, text=True, check=True).stdout
    return [datetime.date.fromisoformat(row["due"]) for row in csv.DictReader(io.StringIO(said))]


def explained():
    """The days that are known to differ: calendar and day."""
    known = {}
    for line in (HERE / "working-days-differences.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            calendar, day, reason = line.split(maxsplit=2)
            known[calendar, datetime.date.fromisoformat(day)] = reason
    return known


def ours(program, calendar):
    """Weekdays that are no working days for the program: the next working day after the day before is another."""
    first, last = datetime.date(YEARS[0], 1, 1), datetime.date(YEARS[-1], 12, 31)
    days = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    due = ran(program, calendar, [[day - datetime.timedelta(1), 1] for day in days])
    return {day for day, next_day in zip(days, due) if day != next_day}


def after(start, count, free):
    day = start
    while count:
        day += datetime.timedelta(1)
        count -= day.weekday() < 5 and day not in free
    return day


def main(program):
    known, used, wrong = explained(), set(), []
    generator = random.Random(320)
    for calendar, (country, part) in PLACES.items():
        package = holidays.country_holidays(country, subdiv=part, years=YEARS)
        theirs = {day for day in package if day.weekday() < 5}
        mine = ours(program, calendar)
        for day in sorted(mine ^ theirs):
            used.add((calendar, day))
            if (calendar, day) not in known:
                side = "only here" if day in mine else "only there"
                wrong.append(f"{calendar} {day} {side}: {package.get(day, '')}")
        rows = []
        for _ in range(1250):
            start = datetime.date(generator.choice(YEARS[:-1]), 1, 1) + datetime.timedelta(generator.randrange(365))
            rows.append([start, generator.randrange(1, 61)])
        for (start, count), due in zip(rows, ran(program, calendar, rows)):
            free = (theirs - mine_only(known, calendar, theirs)) | (mine - theirs)
            if after(start, count, free) != due:
                wrong.append(f"{calendar}: {count} working days after {start}: {due} here")
    wrong += [f"{calendar} {day} is explained and does not differ" for calendar, day in known.keys() - used]
    print("\n".join(wrong) or f"5000 cases agree; {len(known)} days differ, each with its reason")
    return bool(wrong)


def mine_only(known, calendar, theirs):
    """Days that only the package has, as explained."""
    return {day for place, day in known if place == calendar and day in theirs}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
