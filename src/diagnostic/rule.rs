//! Every rule the program knows: its slug, how severe a breach is, and its page for `iwcp explain`.
//! Slugs are public interface: people put them into scripts; a snapshot test freezes them.
//! A rule's page is `docs/rules/<slug>.md`; the program does not compile without it.

use super::Severity;

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its public name, in kebab case.
    pub slug: &'static str,
    /// What a breach of it counts as, unless the finding says otherwise.
    pub severity: Severity,
    /// The page that explains it, Markdown; the first line is `# slug: title`.
    pub page: &'static str,
}

impl Rule {
    /// The rule's one-line title: what stands behind the slug in its page's heading.
    pub fn title(&self) -> &'static str {
        let heading = self.page.lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }

    /// The rule of that slug.
    pub fn named(slug: &str) -> Option<&'static Rule> {
        ALL.iter().copied().find(|rule| rule.slug == slug)
    }
}

macro_rules! rules {
    ($($severity:ident { $($name:ident = $slug:literal,)* })*) => {
        $($(
            #[doc = concat!("`", $slug, "`: see `docs/rules/", $slug, ".md`.")]
            pub static $name: Rule = Rule {
                slug: $slug,
                severity: Severity::$severity,
                page: include_str!(concat!("../../docs/rules/", $slug, ".md")),
            };
        )*)*
        /// All rules, in the order in which data flows through the program.
        pub static ALL: &[&Rule] = &[$($(&$name,)*)*];
    };
}

rules! {
    Error {
        // source: what a file may be at all
        YAML_SYNTAX = "yaml-syntax",
        YAML_ANCHOR = "yaml-anchor",
        YAML_ALIAS = "yaml-alias",
        YAML_TAG = "yaml-tag",
        YAML_MERGE_KEY = "yaml-merge-key",
        DUPLICATE_KEY = "duplicate-key",
        SEVERAL_DOCUMENTS = "several-documents",
        BYTE_ORDER_MARK = "byte-order-mark",
        INVALID_UTF8 = "invalid-utf8",
        CONTROL_CHARACTER = "control-character",
        BIDI_OVERRIDE = "bidi-override",
        NESTED_TOO_DEEP = "nested-too-deep",
        FILE_TOO_LARGE = "file-too-large",
        // schema: what a document may hold
        MISSING_FIELD = "missing-field",
        UNKNOWN_FIELD = "unknown-field",
        WRONG_TYPE = "wrong-type",
        VALUE_NOT_ALLOWED = "value-not-allowed",
        MALFORMED_VALUE = "malformed-value",
        // process definitions
        DEFINITION_UNKNOWN_NAME = "definition-unknown-name",
        DEFINITION_CONTRADICTION = "definition-contradiction",
        DEFINITION_UNREACHABLE = "definition-unreachable",
        DEFINITION_DEAD_END = "definition-dead-end",
        DEFINITION_UNWRITTEN_FIELD = "definition-unwritten-field",
        DEFINITION_NO_AUDIENCE = "definition-no-audience",
        // documents, alone and in their register
        UNKNOWN_PROCESS = "unknown-process",
        MISPLACED_FILE = "misplaced-file",
        ID_PATH = "id-path",
        DUPLICATE_ID = "duplicate-id",
        DATE_ORDER = "date-order",
        FUTURE_DATE = "future-date",
        UNKNOWN_PARTICIPANT = "unknown-participant",
        TYPE_ALLOCATION_CODE = "type-allocation-code",
        IMEI_CHECK_DIGIT = "imei-check-digit",
        STATUS_CONTENT = "status-content",
        DUPLICATE_DOCUMENT = "duplicate-document",
        CLEAR_EVIDENCE = "clear-evidence",
        KEY_UNUSABLE = "key-unusable",
        KEY_HELD_TWICE = "key-held-twice",
        CALENDAR_FILE = "calendar-file",
        UNKNOWN_CALENDAR = "unknown-calendar",
        // steps
        UNKNOWN_STEP = "unknown-step",
        STEP_FROM = "step-from",
        STEP_ROLE = "step-role",
        STEP_PARTY = "step-party",
        STEP_CONTENT = "step-content",
        STEP_NEED = "step-need",
        STEP_TOO_EARLY = "step-too-early",
        STEP_FIELD = "step-field",
        STEP_STATUS = "step-status",
        // history
        UNSIGNED_COMMIT = "unsigned-commit",
        BAD_SIGNATURE = "bad-signature",
        SIGNATURE_PROFILE = "signature-profile",
        UNKNOWN_KEY = "unknown-key",
        KEY_NOT_VALID = "key-not-valid",
        KEY_REMOVED = "key-removed",
        KEY_BACKDATED = "key-backdated",
        KEY_REVIVED = "key-revived",
        KEY_OWNER = "key-owner",
        LAST_KEEPER = "last-keeper",
        ROOT_MISMATCH = "root-mismatch",
        ROOT_SHAPE = "root-shape",
        SECOND_ROOT = "second-root",
        MISSING_TRAILER = "missing-trailer",
        TRAILER_MISMATCH = "trailer-mismatch",
        STATUS_WITHOUT_STEP = "status-without-step",
        SEVERAL_STEPS = "several-steps",
        MIXED_COMMIT = "mixed-commit",
        EMPTY_STEP = "empty-step",
        DOCUMENT_REMOVED = "document-removed",
        FILE_MODE = "file-mode",
        NAME_CLASH = "name-clash",
        HOUSEKEEPING = "housekeeping",
        COMMIT_DATE = "commit-date",
        FUTURE_COMMIT = "future-commit",
        MERGE_CHANGES = "merge-changes",
        MERGE_BOTH_SIDES = "merge-both-sides",
        MERGE_SIGNER = "merge-signer",
        MAIN_LINE_TURNED = "main-line-turned",
        WEB_MERGE = "web-merge",
        SQUASH_MERGE = "squash-merge",
        REBASE_MERGE = "rebase-merge",
        HISTORY_REWRITTEN = "history-rewritten",
        HISTORY_AT_FAULT = "history-at-fault",
        REPLACE_REF = "replace-ref",
        STARTS_PROGRAMS = "starts-programs",
        RELEASE_FIGURES = "release-figures",
        // branches on their way
        ID_TAKEN = "id-taken",
        MOVED_MEANWHILE = "moved-meanwhile",
        MERGE_CONFLICT = "merge-conflict",
        OTHERS_COMMIT = "others-commit",
        MAIN_BRANCH = "main-branch",
        REF_REFUSED = "ref-refused",
        DATED_BACK = "dated-back",
        // what is rendered
        TEMPLATE = "template",
        DOCUMENT_CHANGED = "document-changed",
        FORM_ANSWER = "form-answer",
    }
    Warning {
        PRODUCTION_ENDED = "production-ended",
        SAME_AGENT = "same-agent",
        UNPINNED_ROOT = "unpinned-root",
        NAME_OF_ANOTHER = "name-of-another",
        WORK_TREE_ELSEWHERE = "work-tree-elsewhere",
        BACKDATED = "backdated",
        SIGNATURE_IN_DOUBT = "signature-in-doubt",
        RECEIPT_UNATTESTED = "receipt-unattested",
    }
    Unchecked {
        UNREADABLE_FILE = "unreadable-file",
        MISSING_OBJECT = "missing-object",
        NOT_JUDGED = "not-judged",
        SHALLOW_HISTORY = "shallow-history",
        UNSUPPORTED_SIGNATURE = "unsupported-signature",
    }
}
