//! Two people at the same report: whoever comes second is told so, and not what the first one's step changed.

use super::register::Register;

/// Makes a step while another one of the same report is in the editor.
#[test]
fn the_step_that_comes_second_is_told_so() {
    let register = Register::with_reports();
    let folder = register.folder();
    let anna = register.seat("anna", &folder);
    let first = "iwcp step 2026-0001 inform --set assessment.evidence=weak >/dev/null 2>&1 || \
        iwcp step 2026-0001 supplement --set evidence.+='{kind: tool, title: another}' >/dev/null";
    std::fs::write(
        folder.join("../editor"),
        format!("#!/bin/sh\n{first}\nsed -i 's/^assessment.reason:/& not feasible/' \"$1\"\n"),
    )
    .unwrap();
    anna.must("chmod +x ../editor");
    let ran = anna.run(
        "EDITOR=$PWD/../editor iwcp step 2026-0001 decline --edit --set evidence=weak --set commercial_scale=false",
    );
    assert_eq!(ran.status, 3, "{}", ran.text());
    assert!(
        ran.stderr.contains("error: another step was made on main meanwhile: nothing was changed"),
        "{}",
        ran.text()
    );
    assert_eq!(
        anna.must("git status --porcelain; git log -1 --format=%s"),
        "2026-0001: add evidence (clause 1, 3)\n"
    );
}
