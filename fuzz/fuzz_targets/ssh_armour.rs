//! The text of an SSH signature, as a commit may carry it.
#![no_main]

use iwcp::signature::{GIT_NAMESPACE, SshSignature};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Ok(signature) = SshSignature::parse(&text) {
        let _ = signature.verify(b"message", GIT_NAMESPACE);
    }
});
