//! Releases of figures: the same register gives the same bytes on any day and in any clone, and what a release says that
//! was not counted is found, however often it is looked for.

use std::fs;
use std::path::Path;

use super::environment::Seat;
use super::register::Register;
use iwcp::process::EMBEDDED;

const DAY: i64 = 86_400;
const FILE: &str = "statistics/2026-Q1.yaml";
/// So that a few reports have figures at all.
const TOLD: &str = "printf 'release_threshold: 0\\nrelease_sources: 0\\n' >> register.yaml && \
                    git commit -q -S -a -m 'Every number is told'";

/// F&SD at a register, so many days after its quarter.
fn later<'a>(register: &Register, folder: &'a Path, days: i64) -> Seat<'a> {
    let april: chrono::NaiveDate = "2026-04-02".parse().unwrap();
    let noon = april.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
    Seat { person: "anna", folder, moment: noon.max(register.moment) + days * DAY }
}

#[test]
fn a_release_made_twice_is_the_same_to_the_byte() {
    let register = Register::with_reports();
    let folder = register.folder();
    later(&register, &folder, 0).must(TOLD);
    let again = folder.with_file_name("again");
    later(&register, &folder, 0).must("git clone -q . ../again");
    later(&register, &folder, 0).must("iwcp stats --release 2026-Q1");
    later(&register, &again, 100).must("iwcp stats --release 2026-Q1");
    let bytes = |folder: &Path| fs::read_to_string(folder.join(FILE)).unwrap();
    assert!(bytes(&folder).contains("value: 3"), "{}", bytes(&folder));
    assert_eq!(bytes(&folder), bytes(&again));
}

/// What was foreseen of documents by the process that holds now says nothing of a figure that an earlier one counted.
#[test]
fn a_release_is_counted_again_by_the_process_that_it_was_counted_by() {
    let register = Register::with_reports();
    let folder = register.folder();
    let on = |day: &str| {
        let day: chrono::NaiveDate = day.parse().unwrap();
        Seat {
            moment: day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp(),
            ..later(&register, &folder, 0)
        }
    };
    // Closed before the quarter in which its last day to respond falls.
    on("2026-03-25").must(
        "iwcp step 2026-0001 refer --set assessment.evidence=strong --set assessment.commercial_scale=true \
         --set contact='IMEI desk'",
    );
    on("2026-03-26").must(
        "iwcp step 2026-0001 respond --set via=letter --set verdict=not-proven --set comments=No. \
         --set no_other_models=true",
    );
    on("2026-03-27").must("iwcp step 2026-0001 rescind --set originator_told=2026-03-27");
    let anna = on("2026-07-02");
    anna.must(&format!("{TOLD} && iwcp stats --release 2026-Q2 && iwcp verify"));
    let own = folder.join("process/4.0.0");
    fs::create_dir_all(&own).unwrap();
    for (name, text) in EMBEDDED {
        let text =
            text.replace("process: 3.2.0", "process: 4.0.0").replace("runs: {days: 42}", "runs: {days: 3}");
        fs::write(own.join(name), text).unwrap();
    }
    anna.must(
        "git add process && git commit -q -S -m 'A version of our own' && \
         sed -i 's/^process: .*/process: 4.0.0/' register.yaml && git commit -q -S -a -m 'It holds'",
    );
    anna.must("rm -r .git/iwcp/releases && iwcp due && iwcp verify");
    assert!(folder.join(".git/iwcp/releases/counted").exists(), "it was counted again");
}

#[test]
fn a_release_that_is_wrong_stays_wrong_however_often_it_is_verified() {
    let register = Register::with_reports();
    let folder = register.folder();
    later(&register, &folder, 0).must(&format!("{TOLD} && iwcp stats --release 2026-Q1 && iwcp verify"));
    let counted = folder.join(".git/iwcp/releases/counted");
    let known = fs::read_to_string(&counted).unwrap();
    // Whose it is, the one release that was counted, and the seal.
    assert_eq!(known.lines().count(), 3, "{known}");
    for (change, says) in [
        (
            "$_->{quarter}{value} = 7 for grep { $_->{figure} eq 'received' } @{$release->{figures}}",
            "`received` comes to",
        ),
        (
            "delete $_->{quarter} for grep { $_->{figure} eq 'timeliness.late' } @{$release->{figures}}",
            "`timeliness.late` comes to",
        ),
        ("$release->{commit} = '0' x length $release->{commit}", "`commit` is"),
        ("$release->{threshold} = 5", "`threshold` is 5, and comes to 0"),
        (
            "push @{$release->{revisions}}, {period => '2025-Q4', figure => 'received', was => 9, is => 7}",
            "`received` of 2025-Q4",
        ),
    ] {
        revise(&later(&register, &folder, 1), change);
        for command in ["iwcp verify", "iwcp verify", "iwcp verify --no-cache"] {
            let ran = later(&register, &folder, 1).run(command);
            assert_eq!(ran.status, 1, "{change}\n{}", ran.text());
            assert!(ran.said().contains("release-figures") && ran.said().contains(says), "{}", ran.text());
        }
        // Of what came before nothing is told.
        let ran = later(&register, &folder, 1).run("iwcp verify HEAD..");
        assert_eq!(ran.status, 0, "{}", ran.text());
        later(&register, &folder, 1).must("iwcp stats --release 2026-Q1 && iwcp verify");
    }
    revise(&later(&register, &folder, 1), "$release->{format} = 9");
    let ran = later(&register, &folder, 1).run("iwcp verify");
    assert!(ran.status == 3 && ran.said().contains("was not counted again"), "{}", ran.text());
}

/// Writes a release otherwise than it was counted, with its digest.
fn revise(seat: &Seat<'_>, change: &str) {
    seat.must(&format!(
        "iwcp show statistics/2026-Q1 --format json | perl -MJSON::PP -0777 -ne '
           my $release = decode_json($_)->{{data}}{{release}};
           {};
           print JSON::PP->new->canonical->utf8->encode($release)' > ../release.json
         iwcp step statistics/2026-Q1 revise --set release=\"$(cat ../release.json)\" \
           --set digest=\"$(sha256sum < ../release.json | cut -d' ' -f1)\"",
        change.replace('\'', "\"")
    ));
}
