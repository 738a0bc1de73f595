//! How far a run has come, for whoever looks on.
//!
//! In: each step. Out: a bar on the terminal, once the run takes longer than a moment and only while it lasts. What is
//! said during a step stands above the bar.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// What people take for at once; a bar that only flashes is worse than none.
const MOMENT: Duration = Duration::from_millis(500);

/// The steps of a run.
pub(super) struct Progress {
    begun: Instant,
    steps: usize,
    done: usize,
    is_shown: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Nothing is shown yet, and never if `is_shown` is not set.
    pub(super) fn new(steps: usize, is_shown: bool) -> Self {
        Self { begun: Instant::now(), steps, done: 0, is_shown: is_shown && steps > 1, bar: None }
    }

    /// Does a part of a step.
    pub(super) fn within<T>(&self, part: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(part),
            None => part(),
        }
    }

    /// Takes a step.
    pub(super) fn step<T>(&mut self, step: impl FnOnce() -> T) -> T {
        let taken = self.within(step);
        self.done += 1;
        if self.is_shown && self.bar.is_none() && self.begun.elapsed() > MOMENT {
            self.bar = Some(bar(self.steps));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        }
        taken
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar with numbers only: they are the same in every language.
fn bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {elapsed} + {eta}");
    ProgressBar::new(steps as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::Progress;
    use std::time::{Duration, Instant};

    #[test]
    fn a_bar_waits_for_a_moment_and_for_somebody_who_looks_on() {
        let before = Instant::now().checked_sub(Duration::from_secs(1));
        for (is_shown, steps, expected) in [(true, 2, true), (false, 2, false), (true, 1, false)] {
            let mut progress = Progress::new(steps, is_shown);
            progress.step(|| ());
            assert!(progress.bar.is_none());
            progress.begun = before.expect("the clock runs for longer than a second");
            progress.step(|| ());
            assert_eq!(progress.bar.is_some(), expected);
        }
    }
}
