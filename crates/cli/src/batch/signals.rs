//! SIGINT and SIGTERM: the first ends the run in good order, the second at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

/// The exit code that shells give a program ended by SIGINT.
const ENDED_BY_SIGNAL: i32 = 130;

/// A flag that the first signal sets.
pub(crate) fn watch() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(ENDED_BY_SIGNAL);
        }
    })
    .context("signals cannot be watched")?;
    Ok(stop)
}
