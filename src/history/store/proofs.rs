//! What signatures prove, as bytes: keys may be revoked later, and an auditor is told then who had signed what.

use super::bytes::{Reader, put_bytes, put_count, put_option};
use crate::trust::{Proof, Vouched};

/// Appends what a signature proves.
pub(super) fn put_proof(out: &mut Vec<u8>, proof: &Proof) {
    put_bytes(out, proof.fingerprint.as_bytes());
    put_option(out, proof.subkey.as_deref());
    put_option(out, proof.vouched.as_ref().map(|vouched| vouched.authority.as_str()));
    let principals = proof.vouched.iter().flat_map(|vouched| &vouched.principals);
    put_count(out, principals.clone().count());
    principals.for_each(|name| put_bytes(out, name.as_bytes()));
}

/// Reads what a signature proves.
pub(super) fn proof(reader: &mut Reader<'_>) -> Option<Proof> {
    let fingerprint = reader.text()?.to_owned();
    let subkey = reader.option()?.map(str::to_owned);
    let authority = reader.option()?.map(str::to_owned);
    let principals =
        (0..reader.count()?).map(|_| reader.text().map(str::to_owned)).collect::<Option<Vec<_>>>()?;
    let vouched = authority.map(|authority| Box::new(Vouched { authority, principals }));
    Some(Proof { fingerprint, subkey, vouched })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_signature_proves_is_read_back_as_it_was() {
        let names = vec!["mei@acme".to_owned(), "*".to_owned()];
        let vouched = Vouched { authority: "SHA256:b".to_owned(), principals: names };
        for known in [
            Proof::of_key("SHA256:a".to_owned()),
            Proof {
                fingerprint: "f".to_owned(),
                subkey: Some("s".to_owned()),
                vouched: Some(Box::new(vouched)),
            },
        ] {
            let mut bytes = Vec::new();
            put_proof(&mut bytes, &known);
            let mut reader = Reader::new(&bytes);
            assert_eq!(proof(&mut reader), Some(known));
            assert!(reader.is_empty());
        }
    }
}
