//! The name of an input as a path in a repository.
//!
//! In: the path as given, with `/`. Out: the same without what only a shell needs, which services compare with the
//! paths that they know. Whether there is such a file is left to others.

/// The path without `./` before it.
pub(super) fn relative(name: &str) -> &str {
    let mut path = name;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_path_is_relative_without_a_dot() {
        assert_eq!(
            ["./a/b", ".//./a", "../a", "a/./b", ".a", "-"].map(relative),
            ["a/b", "a", "../a", "a/./b", ".a", "-"]
        );
    }
}
