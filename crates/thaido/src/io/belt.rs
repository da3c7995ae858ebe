//! Reader, workers and writer side by side: bounded in memory, in order whatever the number of workers.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::input::Reject;
use super::raw::Raw;
use super::reader::Reader;

/// What a worker gets.
pub type Item = Result<Raw, Reject>;

/// Records handed over at once: as many as fill this, so that handing over costs next to nothing.
const BATCH_BYTES: usize = 128 * 1024;
const BATCH_RECORDS: usize = 256;
/// Records that are being worked on hold at most this much text, unless a single one is longer.
const HELD_BYTES: usize = 32 << 20;
/// How often somebody who waits looks whether the run was stopped.
const GLANCE: Duration = Duration::from_millis(20);

/// How a belt runs.
#[derive(Clone, Debug)]
pub struct BeltOptions {
    /// How many workers there are, from 1. One thread more reads ahead.
    pub jobs: usize,
    /// Hand over each record by itself, so that none waits for the next.
    pub one_by_one: bool,
    /// Set from outside to end early: what has been read is finished, nothing more is read.
    pub stop: Arc<AtomicBool>,
}

type Batch = Vec<Item>;

#[derive(Default)]
struct State {
    waiting: VecDeque<(u64, usize, Batch)>,
    /// Records that have been read and wait for others, so that a batch is full: with their bytes.
    filling: (usize, Batch),
    /// Batches that have been handed over.
    number: u64,
    /// Batches and bytes between reader and writer.
    held: (usize, usize),
    ended: bool,
    closed: bool,
}

struct Belt {
    state: Mutex<State>,
    changed: Condvar,
    most: usize,
}

impl Belt {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock means that a worker panicked; its guard has closed the belt, the state itself is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a record to the batch that is being filled, and hands it over when it is full, as soon as there is room.
    /// `false` when nobody wants more.
    fn put(&self, item: Item, one_by_one: bool) -> bool {
        let mut state = self.lock();
        state.filling.0 += item
            .as_ref()
            .map_or_else(|reject| reject.raw.len(), Raw::bytes);
        state.filling.1.push(item);
        let full =
            one_by_one || state.filling.0 >= BATCH_BYTES || state.filling.1.len() >= BATCH_RECORDS;
        if !full {
            return !state.closed;
        }
        while !state.closed
            && state.held.0 > 0
            && (state.held.0 >= self.most || state.held.1 + state.filling.0 > HELD_BYTES)
        {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        self.hand_over(&mut state);
        !state.closed
    }

    /// Gives what has been read to the workers.
    fn hand_over(&self, state: &mut State) {
        let (bytes, batch) = std::mem::take(&mut state.filling);
        if batch.is_empty() {
            return;
        }
        state.held.0 += 1;
        state.held.1 += bytes;
        let number = state.number;
        state.number += 1;
        state.waiting.push_back((number, bytes, batch));
        self.changed.notify_all();
    }

    fn take(&self) -> Option<(u64, usize, Batch)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(batch) = state.waiting.pop_front() {
                return Some(batch);
            }
            if state.ended {
                return None;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn release(&self, bytes: usize) {
        let mut state = self.lock();
        state.held.0 -= 1;
        state.held.1 -= bytes;
        self.changed.notify_all();
    }

    fn end(&self) {
        let mut state = self.lock();
        self.hand_over(&mut state);
        state.ended = true;
        self.changed.notify_all();
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Closes when nothing is between reader and writer: a reader that waits for a pipe may never come back. What it
    /// has read by then is worked on first.
    fn close_if_idle(&self) -> bool {
        let mut state = self.lock();
        self.hand_over(&mut state);
        if state.held.0 == 0 {
            state.closed = true;
            self.changed.notify_all();
        }
        state.closed
    }
}

/// Closes the belt when its thread panics, so that nobody waits for it forever.
struct Guard<'b>(&'b Belt);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Runs every record of `reader` through one of `jobs` workers and hands the results to `consume` in the order of
/// the records. `make` makes each worker's own function, which may hold buffers. At most 4 batches a worker and
/// 32 MiB of text are under way; a slow consumer holds the reader back. The results do not depend on `jobs`.
///
/// # Errors
/// Whatever `consume` returns; nothing is consumed after that.
///
/// ```
/// use std::ops::ControlFlow;
/// use thaido::io::{BeltOptions, ReadOptions, Reader, Sources, in_order};
///
/// let home = tempfile::tempdir()?;
/// let path = home.path().join("câu.txt");
/// std::fs::write(&path, "Hai bên hòa giải.\nHọ cảnh báo sẽ đáp trả.\n")?;
/// let options = ReadOptions { statements: true, ..ReadOptions::default() };
/// let reader = Reader::new(Sources::expand(&[path], None)?, options);
///
/// let mut lengths = Vec::new();
/// let belt = BeltOptions { jobs: 2, ..BeltOptions::default() };
/// let make = || |item: thaido::io::Item| item.map_or(0, |raw| raw.bytes());
/// in_order(reader, &belt, make, |length| {
///     lengths.push(length);
///     Ok::<_, std::io::Error>(ControlFlow::Continue(()))
/// })?;
/// assert_eq!(lengths, [21, 34]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn in_order<T, W, E>(
    reader: Reader,
    options: &BeltOptions,
    make: impl Fn() -> W + Sync,
    mut consume: impl FnMut(T) -> Result<ControlFlow<()>, E>,
) -> Result<(), E>
where
    T: Send,
    W: FnMut(Item) -> T,
{
    let jobs = options.jobs.max(1);
    let belt = Arc::new(Belt {
        state: Mutex::default(),
        changed: Condvar::new(),
        most: 4 * jobs,
    });
    // The reader is no scoped thread: it may hang in a read that nothing can interrupt, and is left behind then.
    let feeder = {
        let (belt, options) = (Arc::clone(&belt), options.clone());
        thread::spawn(move || feed(reader, &belt, &options))
    };
    let belt = &*belt;
    let mut panicked = false;
    let result = thread::scope(|scope| {
        let (done, results) = mpsc::channel();
        for _ in 0..jobs {
            let (done, make) = (done.clone(), &make);
            scope.spawn(move || {
                let _guard = Guard(belt);
                let mut work = make();
                while let Some((number, bytes, batch)) = belt.take() {
                    let worked: Vec<T> = batch.into_iter().map(&mut work).collect();
                    if done.send((number, bytes, worked)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut next = 0;
        loop {
            match results.recv_timeout(GLANCE) {
                Ok((number, bytes, worked)) => {
                    early.insert(number, (bytes, worked));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if options.stop.load(Ordering::Relaxed) && belt.close_if_idle() {
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    // Workers end when the reader has ended, or when a thread panicked.
                    panicked = !belt.lock().ended;
                    return Ok(());
                }
            }
            while let Some((bytes, worked)) = early.remove(&next) {
                next += 1;
                for result in worked {
                    match consume(result) {
                        Ok(ControlFlow::Continue(())) => {}
                        other => {
                            belt.close();
                            return other.map(drop);
                        }
                    }
                }
                belt.release(bytes);
            }
        }
    });
    // Otherwise the reader has ended, or it waits for a pipe and is left behind.
    if panicked && let Err(panic) = feeder.join() {
        std::panic::resume_unwind(panic);
    }
    result
}

fn feed(mut reader: Reader, belt: &Belt, options: &BeltOptions) {
    let _guard = Guard(belt);
    while !options.stop.load(Ordering::Relaxed)
        && let Some(item) = reader.next_raw()
    {
        if !belt.put(item, options.one_by_one) {
            return;
        }
    }
    belt.end();
}

impl Default for BeltOptions {
    fn default() -> Self {
        BeltOptions {
            jobs: 1,
            one_by_one: false,
            stop: Arc::default(),
        }
    }
}
