//! `cargo xtask run`: from a fresh clone to a page one can log in to.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, say};
use crate::server::{self, Server};
use crate::{project, web};

const PORT: u16 = 8080;
const PASSWORD: &str = "clef-demo-2026";
const USERS: [(&str, &str); 8] = [
    ("community@demo.clef.test", "runs one community: members, meters"),
    ("manager@demo.clef.test", "runs the organisation and all its communities"),
    ("member@demo.clef.test", "a member of a community"),
    ("kam@demo.clef.test", "key account manager"),
    ("kam2@demo.clef.test", "another key account manager"),
    ("customer@demo.clef.test", "a customer"),
    ("operator@demo.clef.test", "operates the platform"),
    ("manager@other.clef.test", "a manager of another organisation"),
];

#[derive(clap::Args)]
pub struct Options {
    /// Address and port to listen on [default: 127.0.0.1:8080, or the next free port]
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "port")]
    listen: Option<SocketAddr>,
    /// Port of this machine to listen on
    #[arg(long)]
    port: Option<u16>,
    /// Database to fill and keep, sqlite://FILE or postgres://… [default: one that is thrown away]
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Build the page fast instead of small
    #[arg(long)]
    dev: bool,
}

pub fn run(options: &Options) -> Result<()> {
    let address = address(options)?;
    web::build(if options.dev { web::Effort::Dev } else { web::Effort::Release })?;
    say("run: compiling clef (the first time takes minutes)");
    process::run(process::cargo().args(["build", "--package", "api"]))?;

    let stopping = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stopping);
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed)).context("cannot watch for Ctrl-C")?;
    let mut command = server::command(&project::clef(), address, options.database_url.as_deref());
    let mut server = Server::start(&mut command, address)?;
    greet(server.address);
    loop {
        if let Some(status) = server.process.ended()? {
            return if stopping.load(Ordering::Relaxed) { Ok(()) } else { bail!("clef ended by itself ({status})") };
        }
        if stopping.load(Ordering::Relaxed) {
            server.process.stop()?;
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
}

fn address(options: &Options) -> Result<SocketAddr> {
    if let Some(address) = options.listen.or(options.port.map(loopback)) {
        TcpListener::bind(address)
            .with_context(|| format!("cannot listen on {address}; choose another with --port"))?;
        return Ok(address);
    }
    (PORT..PORT + 20)
        .map(loopback)
        .find(|address| TcpListener::bind(address).is_ok())
        .context("no free port from 8080 on; choose one with --port")
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

fn greet(address: SocketAddr) {
    say(format!("\n  Clef is ready: http://{address}/\n\n  Demo users, all with the password {PASSWORD}:"));
    for (email, what) in USERS {
        say(format!("    {email:<26} {what}"));
    }
    say(format!("\n  Mail it sends:      http://{address}/dev/inbox"));
    say(format!("  API, documented:    http://{address}/api/docs\n\n  Stop with Ctrl-C.\n"));
}
