//! The server itself, on a thread of its own, so that a test waits for it and never the other way round.

use super::TestClock;
use actix_web::dev::ServerHandle;
use api::{Application, Settings};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// A server that runs until this is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) async fn start(settings: Settings, clock: TestClock) -> Self {
        let (started, ready) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let application = Application::build(settings, Arc::new(clock)).await.unwrap();
                started.send((application.address(), application.handle())).ok();
                application.run_until_stopped().await.unwrap();
            });
        });
        let (address, handle) = ready.await.expect("the server did not start");
        Self { address, handle, thread: Some(thread) }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The command is on its way once the future exists; what it waits for is the end of the thread.
        drop(self.handle.stop(false));
        let outcome = self.thread.take().map(JoinHandle::join);
        let failed = matches!(outcome, Some(Err(_)));
        assert!(!failed || std::thread::panicking(), "the server's thread panicked");
    }
}
