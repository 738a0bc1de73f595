//! The name of an input as a path in a repository and as a URI.
//!
//! In: the path as given, with `/`. Out: the same without what only a shell needs, which services compare with the
//! paths that they know. Whether there is such a file is left to others.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path in a URI may not hold as it is. A `:` may, but not in the first part of a relative one.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path without `./` before it.
pub(super) fn relative(name: &str) -> &str {
    let mut path = name;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

/// The path as a reference after [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986): relative where it is relative.
pub(super) fn uri(name: &str) -> String {
    let path = relative(name);
    let escaped = utf8_percent_encode(path, ESCAPED);
    match path.as_bytes() {
        // \\server\share on Windows.
        [b'/', b'/', ..] => format!("file:{escaped}"),
        [b'/', ..] => format!("file://{escaped}"),
        // The letter of a drive would be read as a scheme.
        [drive, b':', b'/', rest @ ..] if drive.is_ascii_alphabetic() => {
            let below = &path[path.len() - rest.len()..];
            format!("file:///{}:/{}", char::from(*drive), utf8_percent_encode(below, ESCAPED))
        }
        _ => escaped.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{relative, uri};

    #[test]
    fn a_path_is_relative_without_a_dot() {
        assert_eq!(
            ["./a/b", ".//./a", "../a", "a/./b", ".a", "-"].map(relative),
            ["a/b", "a", "../a", "a/./b", ".a", "-"]
        );
    }

    #[test]
    fn a_uri_is_ascii_and_has_a_scheme_only_where_it_is_absolute() {
        let case = |name, expected: &str| assert_eq!(uri(name), expected);
        case("./年 7/%0A::x,y:z #?.tsv", "%E5%B9%B4%207/%250A%3A%3Ax%2Cy%3Az%20%23%3F.tsv");
        case("../a-b_c~d.tsv", "../a-b_c~d.tsv");
        case("/srv/年.tsv", "file:///srv/%E5%B9%B4.tsv");
        case("C:/a b.tsv", "file:///C:/a%20b.tsv");
        case("//server/share/a.tsv", "file://server/share/a.tsv");
    }
}
