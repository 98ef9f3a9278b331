//! Documents as PDF: what independent programs (poppler's, where they are installed) find in the files; and what a
//! program says that was built without the format.

use super::demo;
use super::environment::Seat;

/// The moment after the example's last commit.
const MOMENT: i64 = 1_767_960_000;

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_the_format_says_which_build_has_it() {
    let copy = demo::copy();
    let folder = copy.folder();
    let anna = Seat { person: "anna", folder: &folder, moment: MOMENT };
    let ran = anna.run("iwcp render 2025-0004 --to pdf --out ../form.pdf");
    assert!(ran.status == 2 && ran.stderr.contains("--features pdf"), "{}", ran.text());
    assert!(!folder.join("../form.pdf").exists());
    // It can't say of such a file that it was changed.
    let stamp = anna.must("iwcp render 2025-0004 --to txt | tail -n 1");
    std::fs::write(folder.join("../form.pdf"), format!("%PDF-1.7\n({})\n", stamp.trim())).unwrap();
    let ran = anna.run("iwcp render --verify ../form.pdf");
    assert!(ran.status == 3 && ran.stderr.contains("--features pdf"), "{}", ran.text());
}

#[cfg(feature = "pdf")]
mod made {
    use super::*;

    /// What is run in front of the example, with a report that is hard to print.
    const HARD: &str = r#"
        file=reports/2025/2025-0004.yaml
        long=$(for i in $(seq 400); do printf '    line %s of a description that is long enough for a page or ten.\\n' $i; done)
        sed -i "s|^  description: .*|  description: \|\n$long|" $file
        sed -i 's|company: Example Telecom|company: "שלום טלקום 中"|' $file
        sed -i "s|software: \"7.1\"|software: \"$(printf 'W%.0s' $(seq 300))\"|" $file
        git commit -qam 'hard to print'
    "#;

    fn has(program: &str) -> bool {
        std::process::Command::new(program).arg("-v").output().is_ok()
    }

    #[test]
    fn a_file_is_made_again_and_a_change_is_found() {
        let copy = demo::copy();
        let folder = copy.folder();
        let anna = Seat { person: "anna", folder: &folder, moment: MOMENT };
        anna.must("iwcp render 2025-0004 --to pdf --out ../a.pdf && iwcp render 2025-0004 --to pdf --out ../b.pdf && cmp ../a.pdf ../b.pdf");
        let said = anna.must("iwcp render --verify ../a.pdf");
        assert!(said.starts_with("unchanged: annex-3 of report 2025-0004 for manufacturer"), "{said}");
        anna.must("sed -i 's|Suspected IMEI|Suspected imei|' ../b.pdf");
        let ran = anna.run("iwcp render --verify ../b.pdf");
        assert!(ran.status == 1 && ran.said().contains("document-changed"), "{}", ran.text());
        let ran = anna.run("iwcp render 2025-0004 --to pdf");
        assert!(ran.status == 2 && ran.stderr.contains("--out 2025-0004.pdf"), "{}", ran.text());
    }

    #[test]
    fn what_is_printed_is_read_in_its_order_on_every_page() {
        if !has("pdftotext") || !has("pdffonts") {
            return;
        }
        let copy = demo::copy();
        let folder = copy.folder();
        let anna = Seat { person: "anna", folder: &folder, moment: MOMENT };
        anna.must(HARD);
        anna.must("iwcp render 2025-0004 --to pdf --out ../a.pdf");
        let text = anna.must("pdftotext -layout ../a.pdf - 2>/dev/null");
        let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
        assert!(pages.len() > 8, "{}", pages.len());
        for (at, page) in pages.iter().enumerate() {
            assert!(page.contains("Confidential: for the manufacturer"), "{page}");
            assert!(page.contains("Issue Ref 2025-0004"), "{page}");
            let number = format!("{}/{}", at + 1, pages.len());
            assert!(page.replace(' ', "").contains(&number), "{page}");
        }
        let mut rest = text.as_str();
        for line in 1..=400 {
            let words = format!("line {line} of a description");
            rest = rest.split_once(&words).unwrap_or_else(|| panic!("{words}: {text}")).1;
        }
        let long = text.split_whitespace().filter(|word| word.bytes().all(|letter| letter == b'W'));
        assert_eq!(long.map(str::len).sum::<usize>(), 300);
        assert!(text.contains("[U+4E2D]"), "{text}");
        let fonts = anna.must("pdffonts ../a.pdf 2>/dev/null | tail -n +3");
        assert!(
            fonts.lines().count() >= 3 && fonts.lines().all(|font| font.contains("yes yes yes")),
            "{fonts}"
        );
    }
}
