//! What was verified before is remembered in the git directory: it may save time, and changes nothing else. Whatever
//! happens to it, and whatever happens to the history, the answers are those of `--no-cache`.

use std::fs;
use std::path::{Path, PathBuf};

use super::environment::world;
use super::register::Register;

/// Everything that is answered from what is remembered.
const ANSWERS: &str = "iwcp verify || true; iwcp list; iwcp list participant; \
    for id in $(ls reports/*/ | sed 's/.yaml$//' | grep 20); do iwcp log $id --format json; iwcp show $id --format json; done";

/// The same in short.
const SOME: &str = "iwcp verify || true; iwcp list; iwcp log 2026-0002 --format json";

const VERIFY: &str = "iwcp verify --format json || true";
const ANEW: &str = "iwcp verify --no-cache --format json || true";

fn shelf(folder: &Path) -> PathBuf {
    folder.join(".git/iwcp/history")
}

/// The remembered files, the chunks of commits first.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(shelf(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort_by_key(|path| (path.file_name().unwrap().len() < 20, path.clone()));
    found
}

/// A list of chunks as the user might have written it, with a seal that is right.
fn resealed(body: &str) -> String {
    let key = fs::read(world().folder.join("state/iwcp/shelves.key")).unwrap();
    let seal = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key), body.as_bytes());
    format!("{body}digest {}\n", data_encoding::HEXLOWER.encode(seal.as_ref()))
}

#[test]
fn what_is_remembered_changes_no_answer() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    fs::remove_dir_all(shelf(&folder)).unwrap();
    let cold = seat.must(ANSWERS);
    assert!(shelf(&folder).join("chunks").exists(), "nothing is remembered");
    assert_eq!(seat.must(ANSWERS), cold);
    let anew = seat.must("iwcp verify --no-cache");
    assert!(cold.starts_with(&anew), "{anew}\n{cold}");
}

#[test]
fn a_history_verified_commit_by_commit_is_the_one_verified_at_once() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    fs::remove_dir_all(shelf(&folder)).unwrap();
    let once = seat.must(ANEW);
    let commits = seat.must("git rev-list --reverse HEAD");
    for commit in commits.lines() {
        let json = seat.must(&format!("iwcp verify --format json {commit} || true"));
        assert!(json.contains("\"errors\": 0") || json.contains("\"errors\":0"), "{json}");
    }
    assert_eq!(seat.must(VERIFY), once);
    // Few chunks, however many times something was added.
    assert!(files(&folder).len() < 10, "{:?}", files(&folder));
    // An older commit, and one that nobody's line has, from what is remembered of the newer one.
    for commit in ["HEAD~3", "HEAD~10", "$(git commit-tree -p HEAD~5 -m other HEAD~5^{tree})"] {
        let range = format!("COMMIT={commit}; iwcp verify --format json $COMMIT || true");
        let anew = format!("COMMIT={commit}; iwcp verify --no-cache --format json $COMMIT || true");
        assert_eq!(seat.must(&range), seat.must(&anew), "{commit}");
    }
    assert_eq!(
        seat.must("iwcp verify --format json HEAD~4..HEAD"),
        seat.must("iwcp verify --no-cache --format json HEAD~4..HEAD")
    );
    assert_eq!(seat.must(VERIFY), once);
}

#[test]
fn what_was_cut_or_edited_is_dropped_without_a_word() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let answers = seat.must(SOME);
    for at in 0..files(&folder).len() {
        let damages: [fn(&mut Vec<u8>); 5] = [
            Vec::clear,
            |bytes| bytes.truncate(bytes.len() / 2),
            |bytes| bytes.truncate(bytes.len() - 1),
            |bytes| {
                let at = bytes.len() * 2 / 3;
                bytes[at] ^= 1;
            },
            |bytes| {
                let at = bytes.len() - 2;
                bytes[at] ^= 1;
            },
        ];
        for (number, damage) in damages.iter().enumerate() {
            seat.must(VERIFY);
            // Two chunks become one where they are made anew.
            let Some(name) = files(&folder).get(at).cloned() else { continue };
            let mut bytes = fs::read(&name).unwrap();
            damage(&mut bytes);
            fs::write(&name, bytes).unwrap();
            let ran = seat.run(SOME);
            assert_eq!((ran.status, ran.stdout), (0, answers.clone()), "{number} {}", name.display());
        }
    }
    for name in ["chunks", "stock"] {
        fs::remove_file(shelf(&folder).join(name)).unwrap();
        assert_eq!(seat.must(SOME), answers, "{name}");
    }
    // A document's life is answered before anybody verifies again.
    for file in files(&folder) {
        let mut bytes = fs::read(&file).unwrap();
        let at = bytes.len() - 40;
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
    }
    let log = seat.must("iwcp log 2026-0002; iwcp list");
    fs::remove_dir_all(shelf(&folder)).unwrap();
    assert_eq!(seat.must("iwcp log 2026-0002; iwcp list"), log);
}

#[test]
fn what_another_version_or_register_made_is_dropped_without_a_word() {
    let (register, other) = (Register::with_reports(), Register::with_reports());
    let (folder, elsewhere) = (register.folder(), other.folder());
    let seat = register.seat("aldo", &folder);
    let answers = seat.must(SOME);
    let list = fs::read_to_string(shelf(&folder).join("chunks")).unwrap();
    let body = &list[..list.rfind("digest ").unwrap()];
    assert_eq!(resealed(body), list);
    let version = format!("iwcp history {} ", env!("CARGO_PKG_VERSION"));
    let older = body.replace(&version, "iwcp history 0.0.1 ");
    assert_ne!(older, body);
    // Of another root, that is of another register.
    let root = other.seat("anna", &elsewhere).must("git commit-tree -S -m another HEAD^{tree}");
    let another = body.replace(&register.root, root.trim());
    let tip = body.replace(&format!("tip {}", register.start), &format!("tip {}", register.root));
    for forged in [older, another, tip, body.lines().take(4).map(|line| format!("{line}\n")).collect()] {
        fs::write(shelf(&folder).join("chunks"), resealed(&forged)).unwrap();
        assert_eq!(seat.must(SOME), answers, "{forged}");
        let kept = fs::read_to_string(shelf(&folder).join("chunks")).unwrap();
        assert!(kept.starts_with(&version) && kept.contains(&register.root), "{kept}");
    }
}

#[test]
fn a_bad_history_stays_bad_however_often_it_is_verified() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("mallory", &folder);
    seat.must("iwcp verify; echo x >> reports/2026/2026-0001.yaml; git commit -qam 'nothing'");
    let anew = seat.must(ANEW);
    assert!(anew.contains("unsigned-commit"), "{anew}");
    assert_eq!([seat.must(VERIFY), seat.must(VERIFY)], [anew.clone(), anew]);
    seat.must("git commit -q --allow-empty -m 'nothing more'");
    let anew = seat.must(ANEW);
    assert_eq!([seat.must(VERIFY), seat.must(VERIFY)], [anew.clone(), anew]);
}

/// The time of asking, which `future-commit` names: `later than now (TIME)`.
fn now_of(answer: &str) -> &str {
    let (_, from) = answer.split_once("now (").unwrap();
    from.split_once(')').unwrap().0
}

#[test]
fn a_commit_dated_later_than_now_is_not_remembered() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must(
        "iwcp verify; export GIT_COMMITTER_DATE=2099-01-01T12:00:00Z; git commit -qS --allow-empty -m later",
    );
    let first = seat.must(VERIFY);
    assert!(first.contains("future-commit"), "{first}");
    // The finding names the time of asking: all else is the same.
    let untimed = |answer: &str| answer.replace(now_of(answer), "NOW");
    assert_eq!(untimed(&seat.must(VERIFY)), untimed(&first));
    let list = fs::read_to_string(shelf(&folder).join("chunks")).unwrap();
    let tip = seat.must("git rev-parse HEAD~1");
    assert!(list.contains(&format!("tip {tip}")), "{list}");
}

#[test]
fn what_is_packed_anew_is_verified_anew() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let answers = seat.must(ANSWERS);
    seat.must("git gc -q --prune=now");
    assert_eq!(seat.must(ANSWERS), answers);
    assert_eq!(seat.must(ANSWERS), answers);
}

#[test]
fn without_a_place_to_write_everything_is_answered_all_the_same() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let answers = seat.must(ANSWERS);
    fs::remove_dir_all(shelf(&folder)).unwrap();
    fs::write(shelf(&folder), "a file where a folder belongs").unwrap();
    let ran = seat.run(ANSWERS);
    assert_eq!((ran.status, ran.stdout), (0, answers));
}

/// Verifying other branches, as many as there may be, does not make the main one's tip forgotten.
#[test]
fn the_tip_of_the_branch_that_is_checked_out_stays_remembered() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let memory = folder.join(".git/iwcp/verified");
    seat.must("iwcp verify");
    let tip = seat.must("git rev-parse HEAD");
    let others: String = (0..150).map(|at| format!("{} refs/heads/b{at}\n", tip.trim())).collect();
    let known = fs::read_to_string(&memory).unwrap();
    fs::write(&memory, format!("{others}{known}")).unwrap();
    seat.must("git branch side && iwcp verify side");
    let after = fs::read_to_string(&memory).unwrap();
    assert!(after.contains("refs/heads/main") && after.lines().count() <= 101, "{after}");
    fs::write(&memory, format!("{known}nothing\n")).unwrap();
    let ran = seat.run("iwcp verify");
    assert_eq!(ran.status, 3, "{}", ran.text());
    assert!(ran.stderr.contains("`nothing` is no verified tip"), "{}", ran.text());
}

/// What a branch may live with, because it was there before, is an error of the history all the same.
#[test]
fn a_tip_is_not_remembered_because_a_base_has_its_faults_too() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("iwcp verify");
    let before = fs::read(folder.join(".git/iwcp/verified")).unwrap();
    seat.must("git commit -q --no-gpg-sign --allow-empty -m Bad && git branch base");
    seat.must("git commit -q -S --allow-empty -m Good && iwcp verify --base base");
    assert_eq!(fs::read(folder.join(".git/iwcp/verified")).unwrap(), before);
}

/// What a branch brought is remembered as the register's own once it is merged, and not before; and so is what follows.
#[test]
fn after_a_merge_the_whole_line_is_remembered() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let tip = || seat.must("grep '^tip ' .git/iwcp/history/chunks");
    seat.must(
        "iwcp verify && git switch -qc side && git commit -q -S --allow-empty -m Aside && git switch -q main",
    );
    let before = tip();
    seat.must("iwcp merge side --dry-run");
    assert_eq!(tip(), before, "what is looked at is remembered");
    // A branch that was worked on here is remembered before it is merged.
    seat.must("git switch -q side && iwcp verify && git switch -q main && iwcp merge side && iwcp verify");
    assert_eq!(tip().trim(), format!("tip {}", seat.must("git rev-parse HEAD").trim()));
    assert_eq!(seat.must(VERIFY), seat.must(ANEW));
}

/// Whoever hands a folder over may have remembered what they like in it.
#[test]
fn what_somebody_else_remembered_is_dropped_without_a_word() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let answers = seat.must(SOME);
    let list = || fs::read_to_string(shelf(&folder).join("chunks")).unwrap();
    let parts =
        |list: &str| list.rsplit_once("digest ").map(|(body, seal)| (body.to_owned(), seal.to_owned()));
    let (body, seal) = parts(&list()).unwrap();
    for elsewhere in ["XDG_STATE_HOME=$HOME/state", "XDG_STATE_HOME= HOME="] {
        seat.must(&format!("{elsewhere} iwcp verify"));
        let (theirs, sealed) = parts(&list()).unwrap();
        assert_eq!(theirs, body, "{elsewhere}");
        assert_ne!(sealed, seal, "{elsewhere}");
        // Back to our own: the same again, verified anew.
        assert_eq!(seat.must(SOME), answers);
        assert_eq!(parts(&list()).unwrap(), (body.clone(), seal.clone()));
    }
    let key = world().folder.join("state/iwcp/shelves.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

/// Days before, in and after the time in which the reports moved.
const DAYS: [&str; 6] = ["2026-02-05", "2026-02-10", "2026-02-25", "2026-04-15", "2026-06-15", "2027-06-01"];

/// What is computed from all lives, as seen from those days: nothing is worked out ahead for a day that is given.
fn computed() -> String {
    let of = |day: &str| {
        format!(
            "for c in 'due --as-of {day} --format json' 'stats --as-of {day} --quarter 2026-Q1 --to csv' \
            'stats --as-of {day} --year 2026 --by model --to csv' 'list --as-of {day}'; do iwcp $c || echo $?; done; "
        )
    };
    DAYS.map(of).concat()
}

/// Everything that is remembered beside the history.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let files =
        |shelf: &str| fs::read_dir(folder.join(".git/iwcp").join(shelf)).into_iter().flatten().flatten();
    ["outlooks", "columns"].into_iter().flat_map(files).map(|entry| entry.path()).collect()
}

#[test]
fn what_was_foreseen_of_documents_changes_no_answer() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    for path in beside(&folder) {
        fs::remove_file(path).unwrap();
    }
    let (asked, now) = (computed(), "iwcp due --format json; iwcp stats --to csv; iwcp list --format json");
    let plain = seat.must(&asked);
    assert!(beside(&folder).is_empty(), "something was foreseen already");
    let first = seat.must(now);
    assert_eq!(beside(&folder).len(), 2, "{:?}", beside(&folder));
    assert_eq!(seat.must(&asked), plain);
    assert_eq!(seat.must(now), first);
    // Of some documents nothing can come: they are the ones that are left out.
    let outlooks = fs::read_to_string(folder.join(".git/iwcp/outlooks/documents")).unwrap();
    assert!(outlooks.contains(" nn ") && outlooks.contains(" y"), "{outlooks}");
    for path in beside(&folder) {
        for damage in [|text: &str| text[..text.len() / 2].to_owned(), |text: &str| text.replace(' ', "  ")] {
            let sound = fs::read_to_string(&path).unwrap();
            fs::write(&path, damage(&sound)).unwrap();
            assert_eq!(seat.must(now), first, "{}", path.display());
            assert_eq!(fs::read_to_string(&path).unwrap(), sound, "{}", path.display());
        }
    }
}

/// A document that moved has another life, and what was foreseen of it holds no more.
#[test]
fn what_was_foreseen_holds_for_a_life_that_is_the_same() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let now = "iwcp due --format json; iwcp stats --to csv; iwcp list --format json";
    let before = seat.must(now);
    seat.must("cp -r .git/iwcp .git/earlier");
    seat.must(
        "iwcp step 2026-0001 refer --set assessment.evidence=strong --set assessment.commercial_scale=true \
        --set contact='IMEI desk'",
    );
    let moved = seat.must(now);
    assert_ne!(moved, before);
    seat.must("cp -r .git/iwcp .git/later");
    // What was remembered of the earlier tip, at the later one; and the other way round.
    let swap = |from: &str| {
        for shelf in ["outlooks", "columns"] {
            seat.must(&format!("rm -r .git/iwcp/{shelf}; cp -r .git/{from}/{shelf} .git/iwcp/{shelf}"));
        }
    };
    swap("earlier");
    assert_eq!(seat.must(now), moved);
    seat.must("git reset -q --hard HEAD~1; rm -f .git/iwcp/verified");
    swap("later");
    assert_eq!(seat.must(now), before);
}
