//! Words by the character at one of their ends.
//!
//! In: lists of words. Out: the few that a text can begin or end with. Nearly every cell of a sheet is asked whether it
//! begins or ends with one of some hundred words, and most end with a character that no word ends with: its last
//! character says so in forty instructions, where trying every word took nine thousand.

use std::borrow::Cow;

/// Words, each with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Words<T> {
    /// Sorted by their character; those of one character in the order in which they are to be tried.
    list: Vec<Word<T>>,
}

/// A word.
#[derive(Clone, Debug)]
pub(super) struct Word<T> {
    /// The character that it is found by; none for the empty word.
    character: Option<char>,
    /// The word itself.
    pub(super) text: Cow<'static, str>,
    /// What is known of it.
    pub(super) of: T,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { list: Vec::new() }
    }
}

impl<T: Clone> Words<T> {
    /// Words that texts end with, the longest first. Of a word that comes twice the later one counts.
    pub(super) fn by_last(words: impl IntoIterator<Item = (Cow<'static, str>, T)>) -> Self {
        Self::new(words, |text| text.chars().next_back())
    }

    /// Words that texts begin with, the longest first. Of a word that comes twice the later one counts.
    pub(super) fn by_first(words: impl IntoIterator<Item = (Cow<'static, str>, T)>) -> Self {
        Self::new(words, |text| text.chars().next())
    }

    fn new(words: impl IntoIterator<Item = (Cow<'static, str>, T)>, character: fn(&str) -> Option<char>) -> Self {
        let word = |(text, of): (Cow<'static, str>, T)| Word { character: character(&text), text, of };
        Self { list: words.into_iter().map(word).collect() }.sorted()
    }

    /// These words and others of the same kind, which go first.
    pub(super) fn with(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.list.reverse();
        let order = |word: &Word<T>| (word.character, std::cmp::Reverse(word.text.len()));
        self.list.sort_by(|one, other| order(one).cmp(&order(other)).then_with(|| one.text.cmp(&other.text)));
        self.list.dedup_by(|later, first| later.text == first.text);
        self
    }
}

impl<T> Words<T> {
    /// The words that a text which has this character at that end can have there: those of the character, the longest
    /// first, then the empty word.
    pub(super) fn at(&self, character: char) -> impl Iterator<Item = &Word<T>> {
        let start = self.list.partition_point(|word| word.character < Some(character));
        let own = self.list[start..].iter().take_while(move |word| word.character == Some(character));
        own.chain(self.list.iter().take_while(|word| word.character.is_none()))
    }

    /// All words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Word<T>> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_found_by_one_character_the_longest_first() {
        let words = Words::by_last([("課".into(), 1), ("担当課".into(), 2), ("室".into(), 3), ("課".into(), 4)]);
        let found: Vec<_> = words.at('課').map(|word| (&*word.text, word.of)).collect();
        assert_eq!(found, [("担当課", 2), ("課", 4)]);
        assert_eq!(words.at('係').count(), 0);
    }

    #[test]
    fn the_empty_word_stands_at_every_end() {
        let words = Words::by_first([("".into(), ()), ("章".into(), ())]);
        assert_eq!(words.at('章').count(), 2);
        assert_eq!(words.at('節').count(), 1);
    }
}
