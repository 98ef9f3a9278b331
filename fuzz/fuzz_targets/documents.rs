//! A YAML document: what is read has its place in the text, and reads the same again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(tree) = iwcp::source::parse("fuzz.yaml", data) {
        let again = iwcp::source::parse("fuzz.yaml", tree.source.text.as_bytes()).expect("the same text");
        assert_eq!(tree.to_json(), again.to_json());
    }
});
