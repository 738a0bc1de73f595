//! Words by the character at one of their ends.
//!
//! In: lists of words. Out: the few that a text can begin or end with. Nearly every cell of a sheet is asked whether it
//! begins or ends with one of some hundred words, and most end with a character that no word ends with: its last
//! character says so in ten instructions, where trying every word took nine thousand. `build.rs` puts our own words in
//! order by this file, too.

use std::borrow::Cow;

/// Characters fall into so many groups, by their low byte: more than there are different ones at the ends of our words.
const GROUPS: usize = 256;

/// Words, each with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Words<T: Clone + 'static> {
    /// By the group of the character that they are found by; in a group the longest first. The empty word stands before
    /// all groups.
    pub(super) list: Cow<'static, [Word<T>]>,
    /// Where the words of each group begin, and where the last one's end.
    pub(super) starts: Cow<'static, [u32]>,
}

/// A word.
#[derive(Clone, Debug)]
pub(super) struct Word<T> {
    /// The word itself.
    pub(super) text: Cow<'static, str>,
    /// What is known of it.
    pub(super) of: T,
    /// The character that it is found by.
    pub(super) character: Option<char>,
}

impl<T: Clone> Default for Words<T> {
    fn default() -> Self {
        Self { list: Cow::Borrowed(&[]), starts: Cow::Borrowed(&[]) }
    }
}

fn group(character: char) -> usize {
    character as usize % GROUPS
}

impl<T> Word<T> {
    /// The group of its character, from 1; 0 for the empty word.
    fn group(&self) -> usize {
        self.character.map_or(0, |character| group(character) + 1)
    }
}

impl<T: Clone> Words<T> {
    /// Words that texts end with. Of a word that comes twice the later one counts.
    pub(super) fn by_last(words: impl IntoIterator<Item = (Cow<'static, str>, T)>) -> Self {
        Self::new(words, |text| text.chars().next_back())
    }

    /// Words that texts begin with. Of a word that comes twice the later one counts.
    pub(super) fn by_first(words: impl IntoIterator<Item = (Cow<'static, str>, T)>) -> Self {
        Self::new(words, |text| text.chars().next())
    }

    fn new(words: impl IntoIterator<Item = (Cow<'static, str>, T)>, character: fn(&str) -> Option<char>) -> Self {
        let word = |(text, of): (Cow<'static, str>, T)| Word { character: character(&text), text, of };
        Self::default().with_all(words.into_iter().map(word))
    }

    /// These words and others of the same kind, which go first.
    pub(super) fn with(self, others: Self) -> Self {
        self.with_all(others.list.into_owned().into_iter())
    }

    fn with_all(self, others: impl Iterator<Item = Word<T>>) -> Self {
        let mut list = self.list.into_owned();
        list.extend(others);
        // The later of equal words stands first and stays.
        list.reverse();
        let order = |word: &Word<T>| (word.group(), std::cmp::Reverse(word.text.len()));
        list.sort_by(|one, other| order(one).cmp(&order(other)).then_with(|| one.text.cmp(&other.text)));
        list.dedup_by(|later, first| later.text == first.text);
        let mut starts = Vec::with_capacity(GROUPS + 1);
        for (at, word) in list.iter().enumerate() {
            starts.resize(starts.len().max(word.group()), at as u32);
        }
        starts.resize(GROUPS + 1, list.len() as u32);
        Self { list: list.into(), starts: starts.into() }
    }

    /// The words that a text which has this character at that end can have there: those of the character, the longest
    /// first, then the empty word.
    pub(super) fn at(&self, character: char) -> impl Iterator<Item = &Word<T>> {
        let group = match self.starts.get(group(character)..) {
            Some([start, end, ..]) => &self.list[*start as usize..*end as usize],
            Some(_) | None => &[],
        };
        let own = group.iter().filter(move |word| word.character == Some(character));
        own.chain(self.list.first().filter(|word| word.character.is_none()))
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
