//! Work on several threads, handed on in order.
//!
//! In: how many things there are, what makes one, piece by piece, and who takes the pieces. Out: all pieces are taken
//! in order, on the calling thread. However slow one thing is, only a few are made ahead of it, and of each only so
//! many pieces: memory is bounded.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many things may be on their way per thread: one is made while another waits for its turn.
const AHEAD: usize = 2;

/// How many pieces of a thing may wait for their turn. A sheet of some hundred kilobytes has fewer, so that no thread
/// waits with it for the one before; a large one is taken while it is made.
const PIECES_AHEAD: usize = 64;

/// A piece of a thing: some that are ready before the rest, and a last one.
#[derive(Debug)]
pub(super) enum Piece<A, L> {
    Ahead(A),
    Last(L),
}

/// A thing to make: its place, and where its pieces go.
type Order<A, L> = (usize, SyncSender<Piece<A, L>>);

/// Makes `count` things on `jobs` threads; on none but the calling one where a single job is enough, and there each
/// piece is taken at once.
pub(super) fn in_order<A, L, M, F>(count: usize, jobs: usize, make: M, mut take: F)
where
    A: Send,
    L: Send,
    M: Fn(usize, &mut dyn FnMut(A)) -> L + Sync,
    F: FnMut(usize, Piece<A, L>) -> ControlFlow<()>,
{
    if jobs.min(count) <= 1 {
        // What `take` breaks with says nothing.
        let _ = (0..count).try_for_each(|at| {
            let mut flow = ControlFlow::Continue(());
            let last = make(at, &mut |piece| {
                if flow.is_continue() {
                    flow = take(at, Piece::Ahead(piece));
                }
            });
            flow?;
            take(at, Piece::Last(last))
        });
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
fn work<A, L, M>(waiting: &Mutex<Receiver<Order<A, L>>>, make: &M)
where
    M: Fn(usize, &mut dyn FnMut(A)) -> L,
{
    loop {
        let order = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, to)) = order else { return };
        // Nobody waits any more once the run was stopped.
        let last = make(at, &mut |piece| drop(to.send(Piece::Ahead(piece))));
        let _ = to.send(Piece::Last(last));
    }
}

/// Keeps the window full and takes what is at its front.
fn hand_on<A, L, F>(count: usize, window: usize, orders: &SyncSender<Order<A, L>>, take: &mut F)
where
    F: FnMut(usize, Piece<A, L>) -> ControlFlow<()>,
{
    let mut ordered: VecDeque<Receiver<Piece<A, L>>> = VecDeque::with_capacity(window);
    let mut next = 0;
    for at in 0..count {
        while next < count && ordered.len() < window {
            let (to, from) = mpsc::sync_channel(PIECES_AHEAD);
            if orders.send((next, to)).is_err() {
                return;
            }
            ordered.push_back(from);
            next += 1;
        }
        let Some(pieces) = ordered.pop_front() else { return };
        loop {
            // A thread that is gone has panicked, and the scope passes that on.
            let Ok(piece) = pieces.recv() else { return };
            let is_last = matches!(piece, Piece::Last(_));
            if take(at, piece).is_break() {
                return;
            }
            if is_last {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECES_AHEAD, Piece, in_order};
    use foldhash::HashSet;
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn what_is_made_out_of_order_is_taken_in_order() {
        // Every fifth one has more pieces than may wait.
        let pieces_of = |at: usize| if at.is_multiple_of(5) { PIECES_AHEAD * 2 } else { 1 };
        for jobs in [1, 2, 3, 64] {
            let mut taken = Vec::new();
            let make = |at: usize, ahead: &mut dyn FnMut(usize)| {
                (0..pieces_of(at)).for_each(ahead);
                // The earlier ones of a window take longer.
                (0..(40 - at % 40) * 1000).fold(at, |sum, step| std::hint::black_box(sum ^ step ^ step))
            };
            let mut pieces = 0;
            in_order(100, jobs, make, |at, piece| {
                match piece {
                    Piece::Ahead(piece) => {
                        assert_eq!(piece, pieces);
                        pieces += 1;
                    }
                    Piece::Last(made) => {
                        taken.push((at, made, pieces));
                        pieces = 0;
                    }
                }
                ControlFlow::Continue(())
            });
            assert_eq!(taken, (0..100).map(|at| (at, at, pieces_of(at))).collect::<Vec<_>>());
        }
    }

    #[test]
    fn one_job_is_done_on_the_calling_thread() {
        let mut threads = HashSet::default();
        in_order(
            10,
            1,
            |_, ahead: &mut dyn FnMut(thread::ThreadId)| {
                ahead(thread::current().id());
                thread::current().id()
            },
            |_, piece| {
                threads.extend(match piece {
                    Piece::Ahead(id) | Piece::Last(id) => [id, thread::current().id()],
                });
                ControlFlow::Continue(())
            },
        );
        assert_eq!(threads, HashSet::from_iter([thread::current().id()]));
    }

    #[test]
    fn little_is_made_ahead_and_nothing_after_a_stop() {
        let made = AtomicUsize::new(0);
        in_order(
            1000,
            2,
            |_, _: &mut dyn FnMut(usize)| made.fetch_add(1, Ordering::SeqCst),
            |at, _| {
                if at == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(made.into_inner() <= 2 + 1 + 4, "a window of four is made ahead at most");
    }
}
