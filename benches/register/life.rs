//! A report's life in eight steps, as the texts that it goes through.

use chrono::{Days, NaiveDate};

/// A step of the life: its name, days after the report was submitted, and who signs it.
pub struct Moment {
    pub step: &'static str,
    pub after: u64,
    pub who: &'static str,
}

const fn moment(step: &'static str, after: u64, who: &'static str) -> Moment {
    Moment { step, after, who }
}

pub const LIFE: &[Moment] = &[
    moment("submit", 0, "operator"),
    moment("supplement", 1, "operator"),
    moment("refer", 3, "fsd"),
    moment("respond", 30, "maker"),
    moment("accept", 32, "fsd"),
    moment("circulate", 33, "fsd"),
    moment("deliver", 60, "maker"),
    moment("remedy", 62, "fsd"),
];

/// How many steps a report has behind it when its manufacturer's response is awaited.
pub const REFERRED: usize = 3;

/// The report after so many of its steps.
pub fn text(id: &str, number: usize, submitted: NaiveDate, steps: usize) -> String {
    let day = |step: usize| submitted + Days::new(LIFE[step].after);
    let status = match steps {
        1 | 2 => "awaiting-confirmation",
        3 => "with-manufacturer",
        4 => "responded",
        8 => "remedied",
        _ => "remedial-action",
    };
    let mut text = format!(
        "id: {id}\nprocess: 3.2.0\nstatus: {status}\ndiscovered: {}\nsubmitted: {submitted}\n\
         originator:\n  participant: telecom\n  company: Example Telecom\n  contact: {{name: Device security desk, email: imei@telecom.example}}\n\
         handset:\n  manufacturer: acme\n  model: M{number}\n  software: \"1.02.{number}\"\n  tac: [\"49015420\"]\n\
         weakness:\n  description: |\n    The IMEI of handset {number} can be rewritten with a flashing tool that is sold openly.\n    The boot loader accepts what the tool sends without a check of its origin.\n\
         evidence:\n  - {{kind: software, title: flashing tool used in the test}}\n",
        submitted - Days::new(4),
    );
    if steps >= 2 {
        text += "  - {kind: document, title: protocol of the test}\n";
    }
    if steps >= REFERRED {
        let referred = day(2);
        text += &format!(
            "assessment: {{date: {referred}, evidence: strong, commercial_scale: true, reason: reproduced twice}}\n\
             rounds:\n  - notice: {{furnished: {referred}, contact: IMEI desk, calendar: england-and-wales}}\n"
        );
    }
    if steps >= 4 {
        text += &format!(
            "    response:\n      received: {}\n      verdict: acknowledged\n      comments: The boot loader does not check it.\n      remedial_action: boot loader 2.0\n      available_from: {}\n      no_other_models: true\n",
            day(3),
            day(6),
        );
    }
    if steps >= 5 {
        text += &format!("    conclusion: {{date: {}}}\n", day(4));
    }
    if steps >= 7 {
        text += &format!("    delivered: {}\n", day(6));
    }
    if steps >= 6 {
        text += &format!(
            "notifications:\n  - {{kind: response, issued: {}, text: 'M{number}: boot loader 2.0'}}\n",
            day(5)
        );
    }
    text
}
