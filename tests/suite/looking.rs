//! What commands look at, and what they let through to whoever reads it.

use super::register::Register;

#[test]
fn check_looks_at_what_git_tracks_or_would_add() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("mkdir venv && ln -s /usr/bin venv/bin && echo venv/ >>.git/info/exclude && iwcp check");
    // What is staged counts, whatever is left out; a large file that is no document is no fault.
    let staged =
        "head -c 9000000 /dev/zero >large.bin && git add -f large.bin venv/bin && iwcp check --staged";
    let said = seat.run(&format!("{staged} --format concise")).said();
    assert!(said.contains("error[file-mode] `venv/bin` is a symbolic link"), "{said}");
    assert!(!said.contains("large.bin"), "{said}");
    let document = "git reset -q && mv large.bin participants/large.yaml && git add participants/large.yaml";
    let ran = seat.run(&format!("{document} && iwcp check --staged --format concise"));
    assert_eq!(ran.status, 1, "{}", ran.text());
    assert!(ran.said().contains("participants/large.yaml: error[file-too-large]"), "{}", ran.text());
}

#[test]
fn a_step_that_is_shown_hides_nothing_and_shows_no_serial_number() {
    let register = Register::with_reports();
    let folder = register.folder();
    let hidden = "$'a\\u200bb \\U000e0041 490154203237518'";
    let shown = register.seat("mei", &folder).must(&format!(
        "export LC_ALL=C.UTF-8; iwcp step 2026-0002 respond --dry-run --set verdict=not-proven \
         --set no_other_models=true --set comments={hidden} -m {hidden}"
    ));
    assert!(!shown.contains('\u{200b}') && !shown.contains('\u{e0041}'), "{shown}");
    assert!(!shown.contains("203237518"), "{shown}");
    assert_eq!(shown.matches("49015420*******").count(), 2, "{shown}");
}
