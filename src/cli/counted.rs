//! What was written, counted on its way: how many bytes, and their fingerprint.

use std::io::{self, Write};

use plan_eval::source::hexadecimal;
use sha2::{Digest as _, Sha256};

/// A writer that counts.
#[derive(Debug)]
pub(super) struct Counted<W> {
    out: W,
    bytes: u64,
    sha256: Sha256,
}

impl<W: Write> Counted<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, bytes: 0, sha256: Sha256::new() }
    }

    /// The writer, how many bytes it got, and their fingerprint.
    pub(super) fn end(self) -> (W, u64, String) {
        (self.out, self.bytes, hexadecimal(&self.sha256.finalize()))
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.sha256.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The fingerprint of bytes, as people compare it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
