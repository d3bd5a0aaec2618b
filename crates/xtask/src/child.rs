//! A program of ours that runs beside this one, and ends with it.

use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process;

/// A started program; dropping it stops it.
pub struct Running {
    child: Child,
    name: String,
    signal: &'static str,
}

impl Running {
    /// Starts the program; `signal` is what asks it to stop in good order.
    pub fn start(command: &mut Command, signal: &'static str) -> Result<Self> {
        let name = process::shown(command);
        let child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
        Ok(Self { child, name, signal })
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits until `ready` says so; fails when the program ends before or the time is over.
    pub fn wait_until(&mut self, patience: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let deadline = Instant::now() + patience;
        while !ready() {
            if let Some(status) = self.ended()? {
                bail!("`{}` ended before it was ready ({status})", self.name);
            }
            if Instant::now() > deadline {
                bail!("`{}` was not ready after {patience:?}", self.name);
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Asks it to stop, waits, and says how it ended.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.ended()? {
            return Ok(status);
        }
        let _ =
            process::output(process::program("sh").args(["-c", &format!("kill -{} {}", self.signal, self.child.id())]));
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            sleep(Duration::from_millis(20));
        }
        self.child.kill()?;
        Ok(self.child.wait()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}
