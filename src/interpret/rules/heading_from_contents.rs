//! A heading that the sheet prints only in its contents.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::Heading;
use crate::source::Span;

/// A heading that the sheet prints only in its contents.
pub static HEADING_FROM_CONTENTS: Rule = Rule {
    name: "heading-from-contents",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "本文にない見出しを目次から補った",
        en: "a heading that stands only in the contents was opened where its part begins",
    },
    reports: Text {
        ja: "目次にはあるが本文にない見出しを、その部分が始まるところで開いたもの。",
        en: "A heading that stands in the contents and not in the body, opened where its part begins.",
    },
    matters: Text {
        ja: "補わないと、前の節の行として読まれる。",
        en: "Without it the rows would be read under the part before.",
    },
    example: concat!("第1節 川の保全\n", "- 第1項 護岸\n", "（本文には第1項だけがある）\n"),
    remedy: Text { ja: "本文にも見出しを書く。", en: "Print the heading in the body too." },
    principle: Some(Principle::NoOmittedHeadings),
};

/// Says where a heading was opened.
pub(crate) fn heading_from_contents(heading: &Heading, at: Span, found: &mut Findings) {
    let message = text(
        format!("見出し「{}」は目次にだけあり、ここから始まると読みました", heading.printed),
        format!("the heading `{}` stands only in the contents; its part was taken to begin here", heading.printed),
    );
    found.push(&HEADING_FROM_CONTENTS, at, message, None);
}
