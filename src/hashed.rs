//! Files that were made, with their SHA-256: whoever writes one can know it already, and nobody counts it twice.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::source::sha256;

/// The bytes of a file.
#[derive(Clone, Debug, Default)]
pub struct Hashed {
    bytes: Vec<u8>,
    hash: OnceLock<String>,
}

impl Hashed {
    /// Bytes whose SHA-256 is known, in hexadecimal.
    pub fn known(bytes: Vec<u8>, hash: String) -> Self {
        Self { bytes, hash: hash.into() }
    }

    /// The SHA-256 in hexadecimal.
    pub fn sha256(&self) -> &str {
        self.hash.get_or_init(|| sha256(&self.bytes))
    }
}

impl From<Vec<u8>> for Hashed {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, hash: OnceLock::new() }
    }
}

impl Deref for Hashed {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}
