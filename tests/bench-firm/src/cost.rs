//! What something cost: time, processor time, requests, bytes, and the memory of this process.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::time::{ClockId, clock_gettime};

use crate::counted::Counts;

/// Runs from its making.
pub struct Meter {
    start: Instant,
    processor: Duration,
}

/// What was used since a [`Meter`] began.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    wall: Duration,
    processor: Duration,
}

impl Meter {
    /// Begins.
    pub fn start() -> Self {
        Self { processor: processor_time(), start: Instant::now() }
    }

    /// What was used until now.
    pub fn read(&self) -> Cost {
        let processor = processor_time().saturating_sub(self.processor);
        Cost { wall: self.start.elapsed(), processor }
    }
}

impl Cost {
    /// Says it to `cargo xtask bench`, one word for each figure.
    pub fn tell(&self, name: &str, counts: Counts) -> Result<()> {
        let Counts { requests, objects_in, bytes_in, objects_out, bytes_out } = counts;
        let (processor, wall) = (self.processor.as_micros(), self.wall.as_micros());
        let peak = peak_memory()?;
        println!(
            "figures: {name} {processor} {wall} {requests} {objects_in} {bytes_in} \
             {objects_out} {bytes_out} {peak}"
        );
        Ok(())
    }
}

/// The processor time of all threads of this process, those that ended included.
fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(now.tv_nsec).unwrap_or_default())
}

/// The most memory that this process ever had, in kilobytes.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix("kB")).context("no VmHWM")?;
    Ok(number.trim().parse()?)
}
