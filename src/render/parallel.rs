//! Files made on as many threads as there are processors, in an order that does not depend on them.

use anyhow::Result;

/// A file's name and bytes.
pub(super) type Named = (String, Vec<u8>);

/// The files of each thing. `done` hears of each thing's place when its files are made.
///
/// # Errors
/// The first error of any of them.
pub(super) fn in_parallel<T: Sync>(
    things: &[T],
    files_of: impl Fn(&T) -> Result<Vec<Named>> + Sync,
    done: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Named>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> Result<Vec<Named>> {
        let mut made = Vec::new();
        loop {
            let position = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(thing) = things.get(position) else {
                return Ok(made);
            };
            made.extend(files_of(thing)?);
            done(position);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::new();
        for worker in workers {
            let made = worker
                .join()
                .map_err(|_| anyhow::anyhow!("a file could not be drawn"))??;
            all.extend(made);
        }
        Ok(all)
    })
}
