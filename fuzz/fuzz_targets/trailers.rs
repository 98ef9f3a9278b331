//! A commit's message and its trailers.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = iwcp::register::message::parse(data);
});
