//! A defect of the tool itself, kept to the one sheet that shows it.
//!
//! In: work that may panic. Out: what it made, or where it panicked and why. Of thousands of sheets one must not stop
//! the others, and a trace of calls helps nobody who reads it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// What the last panic of this thread said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what panics say, in place of printing it.
pub(crate) fn keep_quiet() {
    panic::set_hook(Box::new(|panic| SAID.set(panic.to_string().replace('\n', " "))));
}

/// What the work makes, or what it said when it panicked: with its place where that was kept. Nothing that it left half
/// done may be used after that.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|said| match SAID.take() {
        kept if kept.is_empty() => said.downcast_ref::<&str>().copied().unwrap_or_default().to_owned(),
        kept => kept,
    })
}
