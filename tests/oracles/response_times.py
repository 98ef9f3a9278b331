#!/usr/bin/env python3
"""Real response times through the whole program: response_times.py PROGRAM

Each published timeline of tests/data/curl-timelines.csv becomes a report that was referred on the day it was reported and
responded to on the day it was announced, in a register with real keys and signed commits. The figures of all years are
those that curl_totals.awk works out from the raw data.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent / "data" / "curl-timelines.csv"
PEOPLE = {"fsd": "Fay Sand", "maker": "Mo Maker"}


class Register:
    def __init__(self, program, folder):
        self.program, self.folder, self.seconds = program, folder, {}
        for name in PEOPLE:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)

    def run(self, who, day, *words):
        """Runs the program as somebody, on a day, a second after what came before on it."""
        second = self.seconds[day] = self.seconds.get(day, 9 * 3600) + 1
        moment = f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
        settings = {"user.name": PEOPLE[who], "user.email": f"{who}@example.org", "gpg.format": "ssh",
                    "user.signingkey": f"{self.folder}/{who}.pub", "core.fsync": "none"}
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "GIT_CONFIG_NOSYSTEM": "1",
                       "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_COUNT": str(len(settings))}
        for at, (key, value) in enumerate(settings.items()):
            environment |= {f"GIT_CONFIG_KEY_{at}": key, f"GIT_CONFIG_VALUE_{at}": value}
        ran = subprocess.run([self.program, "-C", f"{self.folder}/register", *words], env=environment, text=True,
                             capture_output=True)
        if ran.returncode:
            sys.exit(f"{day} {who}: {' '.join(words)}\n{ran.stdout}{ran.stderr}")
        return ran.stdout

    def build(self):
        """Both take part, and have signed what there is to sign."""
        day = "2000-01-03"
        os.mkdir(f"{self.folder}/register")
        key = pathlib.Path(f"{self.folder}/maker.pub").read_text().strip()
        pathlib.Path(f"{self.folder}/maker.key").write_text(key + "\n")
        self.run("fsd", day, "init", ".", "--keeper", "gsma", "--name", "Fraud and Security")
        self.run("fsd", day, "participant", "add", "curl", "--role", "manufacturer", "--name", "curl", "--person",
                 PEOPLE["maker"], "--key", f"{self.folder}/maker.key", "--contact", "desk", "--contact-email", "d@example.org")
        self.run("maker", day, "new", "declaration", "--id", "curl", "--set", "company=curl", "--set", "address=web",
                 "--set", "signed.position=lead")
        self.run("fsd", day, "step", "declaration/curl", "acknowledge", "--set", "acknowledged.position=Director")
        self.run("fsd", day, "new", "nda", "--id", "curl", "--set", "parties.company.name=curl", "--set",
                 "parties.company.registered_office=web", "--set", 'parties.company.number="1"')
        self.run("maker", day, "step", "nda/curl", "sign", "--set", "signed.title=lead")
        self.run("fsd", day, "step", "nda/curl", "countersign", "--set", "countersigned.title=Director")


def model(name):
    """A model is the same however its name is spaced and in whatever case."""
    return "".join(name.split()).casefold()


def play(register, rows):
    """What happened, day by day; whatever is reported on the day it is announced is reported first."""
    happened = [(row["reported"], 0, row) for row in rows] + [(row["announced"], 1, row) for row in rows]
    ids, opened, counts = {}, {}, {}
    for day, answered, row in sorted(happened, key=lambda it: (it[0], it[1], it[2]["cve"])):
        cve, area = row["cve"], row["area"] or "unknown"
        if answered:
            register.run("maker", day, "step", ids[cve], "respond", "--set", "verdict=not-proven", "--set", "comments=fixed",
                         "--set", "no_other_models=true")
            continue
        number = counts[day[:4]] = counts.get(day[:4], 0) + 1
        ids[cve] = f"{day[:4]}-{number:04}"
        report = {"discovered": day, "originator": {"company": "Finder", "contact": {"name": cve, "email": "f@example.org"}},
                  "handset": {"manufacturer": "curl", "model": area, "software": "1"}, "weakness": {"description": cve},
                  "evidence": [{"kind": "document", "title": cve}], "related": opened.setdefault(model(area), [])}
        path = pathlib.Path(register.folder, "report.yaml")
        path.write_text(json.dumps({name: value for name, value in report.items() if value != []}))
        register.run("fsd", day, "new", "report", "--from", str(path))
        opened[model(area)].append(ids[cve])
        register.run("fsd", day, "step", ids[cve], "refer", "--set", "assessment.evidence=strong", "--set",
                     "assessment.commercial_scale=true", "--set", "contact=desk")


def main(program):
    with open(DATA, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["reported"] and row["announced"]]
    totals = subprocess.run(["awk", "-F,", "-f", HERE / "curl_totals.awk", DATA], check=True, capture_output=True, text=True)
    wanted = {name: int(value) for name, value in (pair.split("=") for pair in totals.stdout.split())}
    with tempfile.TemporaryDirectory() as folder:
        register = Register(os.path.abspath(program), folder)
        register.build()
        play(register, rows)
        told = register.run("fsd", "2026-10-01", "stats", "--from", "2000-01-01", "--to", "2026-10-01", "--to", "json")
        column = json.loads(told)["sheets"][0]["columns"][0]
        span = column["spans"]["response"]["response"]
        found = {name: column["counts"][name] for name in ["due", "in-time", "late"]}
        found |= {name: span[name]["days"] for name in ["median", "ninetieth"]}
    print(f"{found} of {len(rows)} timelines" if found == wanted else f"{found} is not {wanted}")
    return found != wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
