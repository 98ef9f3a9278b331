#!/usr/bin/env python3
"""What `iwcp due` writes for other programs, read by other programs: due.py PROGRAM

The iCalendar file is read by the PyPI package `icalendar` and compared with the JSON; twice the same register gives
the same bytes, and a later day keeps the names of the entries.
"""
import json
import subprocess
import sys
import tempfile

import icalendar


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        register = f"{folder}/register"
        subprocess.run([program, "demo", register], check=True, capture_output=True)

        def due(*options):
            command = [program, "-C", register, "due", *options]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout

        wrong = []
        for day in ["2025-06-30", "2025-09-30", "2025-12-08"]:
            text = due("--format", "ics", "--as-of", day)
            if text != due("--format", "ics", "--as-of", day):
                wrong.append(f"{day}: the same register gives other bytes")
            events = icalendar.Calendar.from_ical(text).walk("VEVENT")
            found = sorted((event.decoded("dtstart").isoformat(), event["uid"].split("-", 1)[0]) for event in events)
            rows = json.loads(due("--format", "json", "--as-of", day))["due"]
            wanted = sorted((row["due"], row["document"].split("/")[0]) for row in rows if row["due"])
            if found != wanted or not found:
                wrong.append(f"{day}: {found} is not {wanted}")
            for event in events:
                if (event.decoded("dtend") - event.decoded("dtstart")).days != 1:
                    wrong.append(f"{day}: {event['uid']} does not last a day")
        names = [
            {event["uid"] for event in icalendar.Calendar.from_ical(due("--format", "ics", "--as-of", day)).walk("VEVENT")}
            for day in ["2025-11-10", "2025-11-11"]
        ]
        if names[0] != names[1]:
            wrong.append(f"entries change their names from day to day: {names}")
    print("\n".join(wrong) or "the calendar is read as it was meant")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
