//! Findings of one rule, as many as a person reads.
//!
//! In: every finding of the rule in sheet order. Out: the first ones as they are, and one that counts the rest: an
//! encoding that was wrongly chosen must not flood the report. Which findings there are is left to the stages.

use crate::diagnostic::{Findings, Rule, Text, text};
use crate::source::Span;

/// How many findings of a rule are listed. More than anybody mends by hand; a round number, not a measured one.
const LISTED: usize = 100;

/// Passes on the first findings of a rule and counts the others.
#[derive(Debug)]
pub(in crate::read) struct Capped {
    rule: &'static Rule,
    listed: usize,
    more: usize,
    first_unlisted: Span,
}

impl Capped {
    /// For one rule in one stage of one sheet.
    pub(in crate::read) fn new(rule: &'static Rule) -> Self {
        Self { rule, listed: 0, more: 0, first_unlisted: Span::default() }
    }

    /// Adds a finding; `words` makes its message and help, if it is listed.
    pub(in crate::read) fn push(
        &mut self,
        span: Span,
        found: &mut Findings,
        words: impl FnOnce() -> (Text, Option<Text>),
    ) {
        if self.listed < LISTED {
            let (message, help) = words();
            found.push(self.rule, span, message, help);
            self.listed += 1;
            return;
        }
        if self.more == 0 {
            self.first_unlisted = span;
        }
        self.more += 1;
    }

    /// Says how many were not listed, at the place of the first of them.
    pub(in crate::read) fn finish(self, found: &mut Findings) {
        if self.more == 0 {
            return;
        }
        let (name, more) = (self.rule.name, self.more);
        let times = if more == 1 { "time" } else { "times" };
        let message = text(
            format!("「{name}」はここから後にも {more} か所あります。示すのは最初の {LISTED} か所だけです"),
            format!("`{name}` was found {more} more {times} from here on; only the first {LISTED} are listed"),
        );
        found.push(self.rule, self.first_unlisted, message, None);
    }
}

#[cfg(test)]
mod tests {
    use super::{Capped, LISTED};
    use crate::diagnostic::{Findings, text};
    use crate::read::rules::stray_quote::STRAY_QUOTE;
    use crate::source::Span;

    fn messages(count: usize) -> Vec<(Span, String)> {
        let mut found = Findings::default();
        let mut capped = Capped::new(&STRAY_QUOTE);
        for at in 0..count {
            capped.push(Span::new(at, at + 1), &mut found, || (text("一つ", "one"), None));
        }
        capped.finish(&mut found);
        found.in_sheet_order().into_iter().map(|found| (found.span, found.message.en.to_string())).collect()
    }

    #[test]
    fn as_many_as_are_listed_need_no_closing_finding() {
        assert_eq!(messages(LISTED).len(), LISTED);
        assert_eq!(messages(0), []);
    }

    #[test]
    fn the_rest_is_counted_at_the_first_place_that_is_not_listed() {
        let messages = messages(LISTED + 17);
        assert_eq!(messages.len(), LISTED + 1);
        let closing = "`stray-quote` was found 17 more times from here on; only the first 100 are listed";
        assert_eq!(messages[LISTED], (Span::new(LISTED, LISTED + 1), closing.to_owned()));
    }
}
