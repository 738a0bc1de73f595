//! What is no file: devices and sockets end in no last byte, or hold none.
//!
//! In: a path that was named as an input. Out: whether reading it would never end. Pipes end with their writer.

use std::fs;
use std::path::Path;

/// Whether the path leads to a device or a socket.
#[cfg(unix)]
pub(super) fn is_endless(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;

    fs::metadata(path).is_ok_and(|found| {
        let kind = found.file_type();
        kind.is_char_device() || kind.is_block_device() || kind.is_socket()
    })
}

/// Whether the path leads to neither a file nor a folder. Other systems tell no more than that.
#[cfg(not(unix))]
pub(super) fn is_endless(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}
