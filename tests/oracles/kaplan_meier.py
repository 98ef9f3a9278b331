#!/usr/bin/env python3
"""How long cases take, beside the PyPI package `lifelines`: kaplan_meier.py PROGRAM

200 generated cohorts with ties and open cases go through `iwcp clock response --csv --survival`; every point of the
curve, the median and the 90th percentile agree to 1e-9.
"""
import datetime
import json
import random
import subprocess
import sys

import warnings

import lifelines

warnings.simplefilter("ignore")
TODAY = datetime.date(2026, 6, 30)


def cohort(random):
    """Cases as (days watched, whether it is over), with few distinct days so that many are the same."""
    size, longest = random.randint(1, 120), random.choice([3, 20, 60, 400])
    share = random.choice([0.0, 0.2, 0.5, 0.9])
    return [(random.randint(0, longest), random.random() >= share) for _ in range(size)]


def asked(program, cases):
    rows = ["furnished,responded"]
    for days, over in cases:
        # Open cases are watched up to today; those that are over began at any time before.
        start = TODAY - datetime.timedelta(days=days if not over else days + 500)
        rows.append(f"{start},{start + datetime.timedelta(days=days) if over else ''}")
    command = [program, "clock", "response", "--csv", "--survival", "--format", "json", "--as-of", str(TODAY)]
    ran = subprocess.run(command, input="\n".join(rows) + "\n", capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def differences(found, cases):
    fitter = lifelines.KaplanMeierFitter().fit([days for days, _ in cases], [over for _, over in cases])
    for point in found["curve"]:
        wanted = float(fitter.predict(point["days"]))
        if abs(wanted - point["open"]) > 1e-9:
            yield f"day {point['days']}: {point['open']} is not {wanted}"
        row = fitter.event_table.loc[point["days"]]
        for mine, theirs in [("at_risk", "at_risk"), ("ended", "observed"), ("censored", "censored")]:
            if point[mine] != row[theirs]:
                yield f"day {point['days']}: {mine} {point[mine]} is not {row[theirs]}"
    for name, share in [("median", 0.5), ("ninetieth", 0.1)]:
        curve = fitter.survival_function_["KM_estimate"]
        # lifelines compares products of fractions as they are; a share that is met but for their error is met.
        reached = [day for day, open in curve.items() if open <= share + 1e-9]
        wanted = reached[0] if reached else None
        if (found[name] or {}).get("days") != wanted:
            yield f"{name}: {found[name]} is not {wanted}"
        ties = any(abs(open - share) < 1e-9 for open in curve)
        if not ties and fitter.percentile(share) != (float("inf") if wanted is None else wanted):
            yield f"{name}: {fitter.percentile(share)} by lifelines, {wanted} by its curve"


def main(program):
    generator, wrong, ends = random.Random(42), [], 0
    for number in range(200):
        cases = cohort(generator)
        found = asked(program, cases)
        ends += found["ended"]
        if found["cases"] != len(cases):
            wrong.append(f"cohort {number}: {found['cases']} cases, not {len(cases)}")
        wrong.extend(f"cohort {number}: {why}" for why in differences(found, cases))
    print("\n".join(wrong[:20]) or f"200 cohorts agree ({ends} cases that ended)")
    return bool(wrong) or ends < 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
