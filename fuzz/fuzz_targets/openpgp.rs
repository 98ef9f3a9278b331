//! The packets of an OpenPGP signature and of a certificate: two octets say how long the first is.
#![no_main]

use data_encoding::BASE64;
use iwcp::signature::{OpenPgpCertificate, OpenPgpCertificates, OpenPgpSignature};

fn armoured(kind: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN PGP {kind}-----\n\n{}\n-----END PGP {kind}-----\n", BASE64.encode(bytes))
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((length, rest)) = data.split_first_chunk::<2>() else { return };
    let Some((signature, certificate)) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))) else { return };
    let certificate = armoured("PUBLIC KEY BLOCK", certificate);
    if let Ok(read) = OpenPgpCertificate::parse(&certificate) {
        let _ = read.unusable();
    }
    let certificates = OpenPgpCertificates::read(std::iter::once(certificate.as_str()));
    if let Ok(signature) = OpenPgpSignature::parse(&armoured("SIGNATURE", signature)) {
        let _ = signature.verify(b"message", &certificates, 1_800_000_000);
    }
});
