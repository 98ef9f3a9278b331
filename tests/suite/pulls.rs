//! The manufacturer's whole way: a clone of the register, a branch that is pushed, its check beside the main line, and
//! the merge by whoever keeps the register; with everything that can come between.

use std::path::{Path, PathBuf};

use super::environment::{Ran, Seat};
use super::register::Register;

const DAY: i64 = 86_400;

/// A bare repository that everybody has a clone of.
struct Hub {
    register: Register,
    folder: PathBuf,
}

impl Hub {
    fn new(people: &[&str]) -> Self {
        let register = Register::with_reports();
        let folder = register.folder().parent().unwrap().to_owned();
        let hub = Self { register, folder };
        let at = |person| Seat { person, folder: &hub.folder, moment: hub.register.moment };
        at("anna").must("git clone -q --bare register hub.git");
        for person in people {
            at(person).must(&format!(
                "git clone -q hub.git {person} && git -C {person} config iwcp.root {}",
                hub.register.root
            ));
        }
        hub
    }

    fn clone_of(&self, person: &str) -> PathBuf {
        self.folder.join(person)
    }

    /// Somebody in their clone, so many days after the last step of the register.
    fn run(&self, person: &str, days: i64, script: &str) -> Ran {
        let folder = self.clone_of(person);
        Seat { person, folder: &folder, moment: self.register.moment + days * DAY }.run(script)
    }

    fn must(&self, person: &str, days: i64, script: &str) -> String {
        let ran = self.run(person, days, script);
        assert_eq!(ran.status, 0, "{script}\n{}", ran.text());
        ran.said()
    }

    /// A command that has to be refused after some others, and to change nothing; what it says.
    fn refused(&self, person: &str, days: i64, first: &str, script: &str) -> String {
        self.must(person, days, first);
        let state =
            "git status --porcelain; git for-each-ref; git reflog | wc -l; cat .git/index | sha256sum";
        let before = self.must(person, days, state);
        let ran = self.run(person, days, script);
        assert_eq!(ran.status, 1, "{script}\n{}", ran.text());
        assert_eq!(self.must(person, days, state), before, "{script}");
        ran.said()
    }
}

const RESPOND: &str =
    "iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true";

fn new_report(company: &str, model: &str) -> String {
    format!(
        "iwcp new --set discovered=2026-02-01 --set originator.company='{company}' \
         --set 'originator.contact={{name: Desk, email: desk@example.org}}' \
         --set \"handset={{manufacturer: acme, model: {model}, software: '1'}}\" \
         --set description='Rewritten.' --set evidence='[{{kind: tool, title: flashing tool}}]'"
    )
}

#[test]
fn a_manufacturers_answer_goes_in_by_the_keepers_hand() {
    let hub = Hub::new(&["mei", "anna"]);
    hub.must("mei", 1, &format!("git switch -q -c answer && {RESPOND} && git push -q origin answer"));
    let said = hub.must("mei", 1, "iwcp verify --base origin/main");
    assert!(said.contains("no findings in 1 commit, 1 step"), "{said}");

    let show =
        hub.must("anna", 2, "git fetch -q && iwcp merge origin/answer --dry-run && git status --porcelain");
    assert!(show.contains("by Mei Ming (acme), 2026-02-21, received 2026-02-21"), "{show}");
    assert!(show.contains("\nReceived: 2026-02-22\n") && show.contains("nothing was changed"), "{show}");
    assert_eq!(hub.must("anna", 2, "git rev-list --count origin/main..main").trim(), "0");

    let said = hub.must("anna", 2, "iwcp merge origin/answer -m 'Looked at.' && iwcp verify && git push -q");
    assert!(said.contains("no findings"), "{said}");
    let log = hub.must(
        "anna",
        2,
        "git log -1 --format='%P|%(trailers:key=Received,valueonly)|%B'; git status --porcelain",
    );
    assert!(log.contains("|2026-02-22") && log.contains("\nLooked at.\n"), "{log}");
    assert_eq!(log.split('|').next().unwrap().split(' ').count(), 2, "{log}");
    hub.must(
        "mei",
        3,
        "git switch -q main && git pull -q && iwcp verify && iwcp show 2026-0002 | grep -q responded",
    );
    let again = hub.must("anna", 3, "iwcp merge origin/answer");
    assert!(again.contains("nothing to merge"), "{again}");
}

/// Merged after the tolerance of three working days, an answer counts as received when the keeper says it came.
#[test]
fn the_keeper_attests_when_an_answer_came() {
    let hub = Hub::new(&["mei", "anna"]);
    hub.must("mei", 1, &format!("git switch -q -c answer && {RESPOND} && git push -q origin answer"));
    let late = hub.must("anna", 30, "git fetch -q && iwcp merge origin/answer --dry-run");
    assert!(late.contains("2026-02-21, received 2026-03-22"), "{late}");
    let ran = hub.run("anna", 30, "iwcp merge origin/answer --received 2026-02-20");
    assert!(ran.status == 2 && ran.stderr.contains("signed on 2026-02-21"), "{}", ran.text());
    let ran = hub.run("anna", 30, "iwcp merge origin/answer --received 2026-03-23");
    assert!(ran.status == 2 && ran.stderr.contains("has not come yet"), "{}", ran.text());
    let said = hub.must(
        "anna",
        30,
        "iwcp merge origin/answer --received 2026-02-23 && iwcp verify && iwcp log 2026-0002",
    );
    assert!(said.contains("2026-02-21, received 2026-02-23"), "{said}");
    assert_eq!(
        hub.must("anna", 30, "git log -1 --format='%(trailers:key=Received,valueonly)'").trim(),
        "2026-02-23"
    );
}

#[test]
fn a_branch_that_is_wrong_does_not_go_in_and_it_is_said_whose_doing_it_is() {
    let hub = Hub::new(&["mei", "max", "anna"]);
    let forged = "git switch -q -c forged && sed -i 's/^status: .*/status: rescinded/' reports/2026/2026-0002.yaml && \
                  git commit -q -S -a -m 'Done with it' && git push -q origin forged";
    hub.must("mei", 1, forged);
    let said = hub.refused("mei", 1, "true", "iwcp verify --base origin/main");
    assert!(said.contains("error[status-without-step]") && said.contains("by Mei Ming (acme)"), "{said}");
    let said = hub.refused("anna", 2, "git fetch -q", "iwcp merge origin/forged");
    assert!(said.contains("error[status-without-step]") && said.contains("nothing was changed"), "{said}");
    hub.must("mei", 1, &format!("git switch -q -c answer main && {RESPOND} && git push -q origin answer"));
    let said = hub.refused("max", 2, "git fetch -q", "iwcp merge origin/answer");
    assert!(said.contains("error[merge-signer]") && said.contains("Max Moser (bolt)"), "{said}");
    let said = hub.refused("max", 2, "true", "iwcp merge origin/answer --dry-run");
    assert!(said.contains("error[merge-signer]"), "{said}");
}

#[test]
fn what_was_wrong_before_is_a_warning() {
    let hub = Hub::new(&["mei", "mallory"]);
    hub.must(
        "mallory",
        1,
        "echo x > notes.txt && git add . && git commit -q -S -m Notes && git push -q origin main",
    );
    let said = hub.refused("mei", 2, "git pull -q && git switch -q -c answer", RESPOND);
    assert!(said.contains("error[history-at-fault]"), "{said}");
    hub.must("mei", 2, &format!("git config iwcp.accepted $(git rev-parse HEAD) && {RESPOND}"));
    assert_eq!(hub.run("mei", 2, "iwcp verify").status, 1);
    let said = hub.must("mei", 2, "iwcp verify --base origin/main");
    assert!(
        said.contains("warning[unknown-key]") && said.contains("1 warning in 1 commit, 1 step"),
        "{said}"
    );
}

#[test]
fn a_taken_id_is_given_up_by_whoever_came_later() {
    let hub = Hub::new(&["olga", "otto", "anna"]);
    hub.must("olga", 1, &format!("{} && git push -q", new_report("Example Telecom", "A400")));
    let supplement =
        "iwcp step 2026-0004 supplement --set 'evidence.+={kind: document, title: a page}' -m 'More of it.'";
    hub.must(
        "otto",
        2,
        &format!("git switch -q -c mine && {} && {supplement}", new_report("Cellnet", "A300")),
    );
    hub.must("otto", 2, "git push -q origin mine && git fetch -q");
    let said = hub.refused("otto", 2, "true", "iwcp verify --base origin/main");
    assert!(
        said.contains("error[id-taken]") && said.contains("iwcp renumber 2026-0004 --onto origin/main"),
        "{said}"
    );
    let said =
        hub.refused("anna", 3, "git fetch -q; git merge -q --ff-only origin/main", "iwcp merge origin/mine");
    assert!(said.contains("error[id-taken]") && said.contains("Otto Olsen (cellnet)"), "{said}");

    let said = hub.must("otto", 4, "iwcp renumber 2026-0004 --onto origin/main");
    assert!(said.contains("report 2026-0004 is 2026-0005 now"), "{said}");
    hub.must(
        "otto",
        4,
        "iwcp verify --base origin/main && git status --porcelain && test -f reports/2026/2026-0005.yaml",
    );
    let log = hub.must("otto", 4, "git log -2 --format=%B");
    assert!(
        log.contains("Report: 2026-0005") && log.contains("\nMore of it.\n") && !log.contains("0004"),
        "{log}"
    );
    let kept = hub.must("otto", 4, "git show HEAD:reports/2026/2026-0004.yaml");
    assert!(kept.contains("A400") && !kept.contains("Cellnet"), "{kept}");
    hub.must("otto", 4, "git push -q --force-with-lease origin mine");
    hub.must("anna", 5, "git fetch -q && iwcp merge origin/mine && iwcp verify && iwcp check");
    let ran = hub.run("otto", 5, "iwcp renumber 2026-0001");
    assert!(ran.status == 2 && ran.stderr.contains("its id stays"), "{}", ran.text());
}

#[test]
fn a_step_on_a_report_that_moved_is_made_anew_on_top() {
    let hub = Hub::new(&["max", "anna"]);
    let respond = "iwcp step 2026-0003 respond --set verdict=acknowledged --set comments='We can confirm all of it.' \
                   --set remedial_action='Sealed storage from 8.1 on.' --set available_from=2026-07-01 --set no_other_models=true";
    hub.must(
        "max",
        1,
        &format!("git switch -q -c again && {respond} -m 'A better remedy.' && git push -q origin again"),
    );
    hub.must("anna", 2, "iwcp step 2026-0003 accept && git push -q");
    let said = hub.refused("max", 3, "git fetch -q", "iwcp verify --base origin/main");
    assert!(said.contains("error[moved-meanwhile]") && said.contains("iwcp rebase origin/main"), "{said}");
    // Accepted meanwhile, the report takes no further answer: nothing changes, and it is said why.
    let said = hub.refused("max", 3, "true", "iwcp rebase origin/main");
    assert!(said.contains("error[step-from]"), "{said}");
}

#[test]
fn a_rebase_keeps_what_both_wrote() {
    let hub = Hub::new(&["olga", "anna"]);
    let supplement = |title: &str| {
        format!(
            "iwcp step 2026-0001 supplement --set 'evidence.+={{kind: document, title: {title}}}' -m 'About {title}.'"
        )
    };
    hub.must(
        "olga",
        1,
        &format!("git switch -q -c more && {} && git push -q origin more", supplement("olgas page")),
    );
    hub.must("anna", 2, &format!("{} && git push -q", supplement("annas page")));
    let said = hub.refused("anna", 3, "git fetch -q", "iwcp merge origin/more");
    assert!(said.contains("error[moved-meanwhile]") && said.contains("Olga Orlova (telecom)"), "{said}");
    let said = hub.refused("anna", 3, "git switch -q more", "iwcp rebase main");
    assert!(said.contains("error[others-commit]"), "{said}");
    hub.must("anna", 3, "git switch -q main");
    hub.must("olga", 3, "git fetch -q && iwcp rebase");
    let shown = hub.must(
        "olga",
        3,
        "cat reports/2026/2026-0001.yaml; git log -1 --format='%ad|%B' --date=short; git status --porcelain",
    );
    assert!(
        shown.contains("annas page") && shown.contains("olgas page") && shown.contains("About olgas page."),
        "{shown}"
    );
    assert!(shown.contains("2026-02-21|"), "{shown}");
    hub.must("olga", 3, "iwcp verify --base origin/main && git push -q --force-with-lease origin more");
    hub.must("anna", 4, "git fetch -q && iwcp merge origin/more && iwcp verify");
    assert!(hub.must("olga", 4, "iwcp rebase").contains("nothing to do"));
}

/// What servers' buttons and plain git make of a branch, and the way that the finding tells instead.
#[test]
fn what_a_merge_elsewhere_lost_is_made_good_as_it_is_told() {
    let squash = "git merge -q --squash origin/answer && git commit -q --no-gpg-sign -F .git/SQUASH_MSG";
    let rebase = "git cherry-pick origin/answer >/dev/null && git commit -q --amend --no-edit --no-gpg-sign";
    let web = "git -c user.email=noreply@github.com merge -q --no-ff --no-gpg-sign -m 'Merge pull request #1 from acme/answer' origin/answer";
    for (made, slug) in [(squash, "squash-merge"), (rebase, "rebase-merge"), (web, "web-merge")] {
        let hub = Hub::new(&["mei", "anna"]);
        hub.must("mei", 1, &format!("git switch -q -c answer && {RESPOND} && git push -q origin answer"));
        let said = hub.refused("anna", 2, &format!("git fetch -q && {made}"), "iwcp verify");
        assert!(said.contains(&format!("error[{slug}]")), "{said}");
        for word in ["take", "back", "iwcp merge"] {
            assert!(said.contains(word), "{slug} does not say `{word}`\n{said}");
        }
        hub.must(
            "anna",
            2,
            "git reset -q --keep origin/main && iwcp merge origin/answer && iwcp verify && git push -q",
        );
        hub.must("anna", 2, "test $(git rev-parse HEAD^2) = $(git rev-parse origin/answer)");
    }
}

/// Both sides are merged by plain git all the same: whoever comes later does what the finding says.
#[test]
fn a_merge_of_both_sides_is_made_good_as_it_is_told() {
    let hub = Hub::new(&["olga", "otto", "anna"]);
    let supplement = |title: &str| {
        format!("iwcp step 2026-0001 supplement --set 'evidence.+={{kind: document, title: {title}}}'")
    };
    let more = format!("git switch -q -c more && {} && git push -q origin more", supplement("olgas page"));
    hub.must("olga", 1, &more);
    hub.must(
        "otto",
        1,
        &format!("git switch -q -c mine && {} && git push -q origin mine", new_report("Cellnet", "A300")),
    );
    hub.must(
        "anna",
        2,
        &format!("{} && {} && git push -q", supplement("annas page"), new_report("GSMA", "A400")),
    );
    for (branch, person, told, done) in [
        ("more", "olga", "iwcp rebase", "iwcp rebase origin/main"),
        ("mine", "otto", "iwcp renumber 2026-0004", "iwcp renumber 2026-0004 --onto origin/main"),
    ] {
        let merged = format!("git fetch -q; git merge -q -S --no-ff -X ours -m Both origin/{branch}");
        let said = hub.refused("anna", 3, &merged, "iwcp verify");
        assert!(said.contains("error[merge-both-sides]") && said.contains(told), "{said}");
        hub.must(
            person,
            3,
            &format!("git fetch -q && {done} && git push -q --force-with-lease origin {branch}"),
        );
        hub.must("anna", 4, &format!("git reset -q --keep HEAD~1 && git fetch -q && iwcp merge origin/{branch} && iwcp verify && git push -q"));
    }
}

/// A branch that the main line was merged into goes in by a merge; in its place it would turn it aside.
#[test]
fn a_branch_that_the_main_line_was_merged_into_is_told_how_it_goes_in() {
    let hub = Hub::new(&["anna"]);
    let note = |name: &str| format!("echo x > {name} && git add . && git commit -q -S -m {name}");
    hub.must("anna", 1, &format!("git switch -q -c work && {}", note("one")));
    assert!(!hub.must("anna", 1, "iwcp verify --base main").contains("main-line-turned"));
    hub.must("anna", 2, &format!("git switch -q main && {} && git switch -q work", note("two")));
    assert!(!hub.must("anna", 2, "iwcp verify --base main").contains("main-line-turned"));
    let said = hub.must("anna", 3, "git merge -q -S -m 'Merge main' main && iwcp verify --base main");
    assert!(said.contains("warning[main-line-turned]") && said.contains("iwcp merge"), "{said}");
    let said = hub.must("anna", 4, "git switch -q main && iwcp merge work && iwcp verify");
    assert!(!said.contains("main-line-turned"), "{said}");
}

#[test]
fn a_shallow_clone_is_told_how_to_become_whole() {
    let hub = Hub::new(&["mei"]);
    hub.must("mei", 1, "git clone -q --depth 1 \"file://$PWD/../hub.git\" ../shallow");
    let folder = hub.folder.join("shallow");
    let at = Seat { person: "mei", folder: Path::new(&folder), moment: hub.register.moment };
    let ran = at.run("git switch -q -c b && iwcp verify --base origin/main");
    assert!(ran.status == 3 && ran.said().contains("git fetch --unshallow"), "{}", ran.text());
    let ran = at.run("iwcp merge origin/main");
    assert!(ran.status == 3 && ran.said().contains("git fetch --unshallow"), "{}", ran.text());
}

/// The root that is named beside the merge counts, whatever else this clone has pinned.
#[test]
fn a_merge_is_made_by_the_root_that_is_named() {
    let hub = Hub::new(&["mei", "anna"]);
    hub.must("mei", 1, &format!("git switch -q -c answer && {RESPOND} && git push -q origin answer"));
    let other = "0123456789012345678901234567890123456789";
    let pin = format!("git fetch -q && git config iwcp.root {other}");
    let said = hub.refused("anna", 2, &pin, "iwcp merge origin/answer");
    assert!(said.contains("(root-mismatch)"), "{said}");
    let root = &hub.register.root;
    let pin = format!("git config iwcp.root {root}");
    let said = hub.refused("anna", 2, &pin, &format!("iwcp merge origin/answer --root {other}"));
    assert!(said.contains("(root-mismatch)"), "{said}");
    hub.must("anna", 2, &format!("git config iwcp.root {other} && iwcp merge origin/answer --root {root}"));
}
