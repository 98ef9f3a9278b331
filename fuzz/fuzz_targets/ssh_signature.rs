//! The bytes inside an SSH signature, certificates among them; and a key file made of the same bytes.
#![no_main]

use data_encoding::BASE64;
use iwcp::signature::{GIT_NAMESPACE, KeyText, SshSignature};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let base64 = BASE64.encode(data);
    let text = format!("-----BEGIN SSH SIGNATURE-----\n{base64}\n-----END SSH SIGNATURE-----\n");
    if let Ok(signature) = SshSignature::parse(&text) {
        let verdict = signature.verify(b"message", GIT_NAMESPACE);
        // A key that signs can be entered, and is the same key then.
        if let Ok(key) = verdict {
            assert_eq!(KeyText::read(&key.to_openssh()).map(|text| text.fingerprint()), Ok(Some(key.fingerprint())));
        }
    }
    let name = data.get(4..15).map(String::from_utf8_lossy).unwrap_or_default();
    let _ = KeyText::read(&format!("{name} {base64}"));
});
