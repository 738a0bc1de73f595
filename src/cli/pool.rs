//! Work on several threads, handed on in order.
//!
//! In: how many things there are, what makes one, and who takes it. Out: everything made is taken in order, on the
//! calling thread. However slow one thing is, only a few are made ahead of it: memory is bounded by that window.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many things may be on their way per thread: one is made while another waits for its turn.
const AHEAD: usize = 2;

/// A thing to make: its place, and where it goes.
type Order<T> = (usize, SyncSender<T>);

/// Makes `count` things on `jobs` threads; on none but the calling one where a single job is enough.
pub(super) fn in_order<T, M, F>(count: usize, jobs: usize, make: M, mut take: F)
where
    T: Send,
    M: Fn(usize) -> T + Sync,
    F: FnMut(usize, T) -> ControlFlow<()>,
{
    if jobs.min(count) <= 1 {
        // What `take` breaks with says nothing.
        let _ = (0..count).try_for_each(|at| take(at, make(at)));
        return;
    }
    let window = jobs.min(count) * AHEAD;
    let (orders, waiting) = mpsc::sync_channel(window);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..jobs.min(count) {
            scope.spawn(|| work(&waiting, &make));
        }
        hand_on(count, window, &orders, &mut take);
        // Without a sender the threads end.
        drop(orders);
    });
}

/// Makes what is ordered until nothing more can be.
fn work<T, M: Fn(usize) -> T>(waiting: &Mutex<Receiver<Order<T>>>, make: &M) {
    loop {
        let order = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, to)) = order else { return };
        // Nobody waits any more once the run was stopped.
        let _ = to.send(make(at));
    }
}

/// Keeps the window full and takes what is at its front.
fn hand_on<T, F>(count: usize, window: usize, orders: &SyncSender<Order<T>>, take: &mut F)
where
    F: FnMut(usize, T) -> ControlFlow<()>,
{
    let mut ordered: VecDeque<Receiver<T>> = VecDeque::with_capacity(window);
    let mut next = 0;
    for at in 0..count {
        while next < count && ordered.len() < window {
            let (to, from) = mpsc::sync_channel(1);
            if orders.send((next, to)).is_err() {
                return;
            }
            ordered.push_back(from);
            next += 1;
        }
        // A thread that is gone has panicked, and the scope passes that on.
        let Some(Ok(made)) = ordered.pop_front().map(|from| from.recv()) else { return };
        if take(at, made).is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::collections::HashSet;
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn what_is_made_out_of_order_is_taken_in_order() {
        for jobs in [1, 2, 3, 64] {
            let mut taken = Vec::new();
            let make = |at: usize| {
                // The earlier ones of a window take longer.
                (0..(40 - at % 40) * 1000).fold(at, |sum, step| std::hint::black_box(sum ^ step ^ step))
            };
            in_order(100, jobs, make, |at, made| {
                taken.push((at, made));
                ControlFlow::Continue(())
            });
            assert_eq!(taken, (0..100).map(|at| (at, at)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn one_job_is_done_on_the_calling_thread() {
        let mut threads = HashSet::new();
        in_order(
            10,
            1,
            |_| thread::current().id(),
            |_, id| {
                threads.insert(id);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(threads, HashSet::from([thread::current().id()]));
    }

    #[test]
    fn little_is_made_ahead_and_nothing_after_a_stop() {
        let made = AtomicUsize::new(0);
        in_order(
            1000,
            2,
            |_| made.fetch_add(1, Ordering::SeqCst),
            |at, _| {
                if at == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(made.into_inner() <= 2 + 1 + 4, "a window of four is made ahead at most");
    }
}
