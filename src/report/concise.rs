//! Findings as `path:line:column: severity[rule] message (row, column)`, one a line.
//!
//! In: the located findings of a sheet. Out: lines that editors and `grep` read, after the
//! [GNU standard](https://www.gnu.org/prep/standards/html_node/Errors.html).

use std::io::{self, Write};

use super::Located;
use super::visible::{disarmed, visible};
use crate::diagnostic::Language;

/// Writes each finding on a line.
pub(super) fn write<W: Write>(out: &mut W, name: &str, found: &[Located<'_>], language: Language) -> io::Result<()> {
    for located in found {
        writeln!(out, "{}", disarmed(&line(name, located, language)))?;
    }
    Ok(())
}

fn line(name: &str, located: &Located<'_>, language: Language) -> String {
    let Located { diagnostic, start, row, .. } = *located;
    let message = visible(diagnostic.message.get(language));
    let place = match (language, located.column.map(visible)) {
        (Language::Japanese, Some(column)) => format!("（{row}行目「{column}」）"),
        (Language::Japanese, None) => format!("（{row}行目）"),
        (Language::English, Some(column)) => format!(" (row {row}, {column})"),
        (Language::English, None) => format!(" (row {row})"),
    };
    // English in both languages: programs look for these words.
    let (severity, rule) = (diagnostic.severity, diagnostic.rule.name);
    format!("{}{}:{}:{}: {severity}[{rule}] {message}{place}", guard(name), visible(name), start.line, start.column)
}

/// A line that begins with `::` is a command to the runners of GitHub, and this one begins with the name of a file.
fn guard(name: &str) -> &'static str {
    if name.contains("::") && !name.starts_with(['.', '/']) { "./" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, ORDINARY, UNREADABLE, written};
    use super::guard;
    use crate::diagnostic::Language;

    #[test]
    fn each_finding_is_a_line() {
        let expected = "\
年度 7/花瀬市.tsv:2:4: error[unknown-rating] `Ｆ` is not on the scale (row 2, 評価)
年度 7/花瀬市.tsv:2:6: warning[several-ratings] two codes (row 2, 担当課)
年度 7/花瀬市.tsv:3:1: note[joined-row] read as the rest of the row above (row 3)
";
        assert_eq!(written(Format::Concise, Language::English, &[CLEAN, ORDINARY]), expected);
        let expected = "\
年度 7/花瀬市.tsv:2:4: error[unknown-rating] 「Ｆ」は評価区分にありません（2行目「評価」）
年度 7/花瀬市.tsv:2:6: warning[several-ratings] 記号が二つあります（2行目「担当課」）
年度 7/花瀬市.tsv:3:1: note[joined-row] 前の行の続きとして読みました（3行目）
";
        assert_eq!(written(Format::Concise, Language::Japanese, &[ORDINARY]), expected);
    }

    #[test]
    fn nothing_acts_on_a_terminal_or_in_a_log() {
        let expected = "\
./%0A::error::x,y:z.tsv:1:1: error[unknown-rating] \"::error::␊##［error]&<]]>␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A\" \
(row 1, ::x::␛]]>)
";
        assert_eq!(written(Format::Concise, Language::English, &[HOSTILE, UNREADABLE]), expected);
    }

    #[test]
    fn no_line_begins_a_command() {
        assert_eq!(["::a", " ::a", "/::a", "../::a", "a:b"].map(guard), ["./", "./", "", "", ""]);
    }
}
