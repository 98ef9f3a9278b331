//! `register.yaml`: the settings of a register, typed. A key that is not known is refused by name.

use serde::Deserialize;

/// The settings of a register; only `process` has to be there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The version of the process that new documents follow.
    pub process: String,
    /// What the register is called.
    #[serde(default)]
    pub name: Option<String>,
    /// The time zone in which a commit's date becomes a day, by its name in the tz database.
    #[serde(default = "timezone")]
    pub timezone: String,
    /// The calendar of working days.
    #[serde(default = "calendar")]
    pub calendar: String,
    /// The language of the documents that are made.
    #[serde(default = "locale")]
    pub locale: String,
    /// How many working days a receipt may lie after what it acknowledges.
    #[serde(default = "receipt_tolerance")]
    pub receipt_tolerance: u32,
    /// How many working days a date in a document may lie before the commit that records it.
    #[serde(default = "backdate_tolerance")]
    pub backdate_tolerance: u32,
    /// How many people have to be able to keep the register: distinct persons with a key that stands.
    #[serde(default = "keepers")]
    pub keepers: u32,
    /// How many days a commit may be dated before the day on which a server first sees it.
    #[serde(default = "push_tolerance")]
    pub push_tolerance: u32,
    /// How many minutes a commit may be dated ahead of the verifier's clock.
    #[serde(default = "clock_tolerance")]
    pub clock_tolerance: u32,
    /// The smallest number that a release of figures tells.
    #[serde(default = "release_threshold")]
    pub release_threshold: u32,
    /// Of how many sources, manufacturers say, a number has to be for a release to tell it.
    #[serde(default = "release_sources")]
    pub release_sources: u32,
    /// Whether a security key has to be touched for every signature.
    #[serde(default = "touch_required")]
    pub touch_required: bool,
}

fn timezone() -> String {
    "Europe/London".to_owned()
}

fn calendar() -> String {
    "england-and-wales".to_owned()
}

fn locale() -> String {
    "en".to_owned()
}

fn receipt_tolerance() -> u32 {
    3
}

fn backdate_tolerance() -> u32 {
    5
}

fn keepers() -> u32 {
    1
}

fn push_tolerance() -> u32 {
    14
}

fn clock_tolerance() -> u32 {
    10
}

fn release_threshold() -> u32 {
    5
}

fn release_sources() -> u32 {
    3
}

fn touch_required() -> bool {
    true
}

/// Why settings can't be read: what is wrong and where, lines and columns from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// What is wrong.
    pub message: String,
    /// Line and column, where they are known.
    pub place: Option<(usize, usize)>,
}

impl Settings {
    /// The file's name, at the root of the register.
    pub const FILE: &'static str = "register.yaml";
    /// The key that names the calendar of working days.
    pub const CALENDAR: &'static str = "calendar";

    /// The settings of a register that says nothing but its process version.
    pub fn of(process: &str) -> Self {
        Self {
            process: process.to_owned(),
            name: None,
            timezone: timezone(),
            calendar: calendar(),
            locale: locale(),
            receipt_tolerance: receipt_tolerance(),
            backdate_tolerance: backdate_tolerance(),
            push_tolerance: push_tolerance(),
            clock_tolerance: clock_tolerance(),
            keepers: keepers(),
            release_threshold: release_threshold(),
            release_sources: release_sources(),
            touch_required: touch_required(),
        }
    }

    /// Parses the file's bytes.
    ///
    /// # Errors
    /// A [`SettingsError`] for bytes that are not UTF-8, not YAML, or hold a key or a type that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, SettingsError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| SettingsError { message: "it is not UTF-8".to_owned(), place: None })?;
        serde_yaml::from_str(text).map_err(|error| SettingsError {
            message: error.to_string(),
            place: error.location().map(|place| (place.line(), place.column())),
        })
    }
}
