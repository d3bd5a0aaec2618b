//! `cargo xtask …`: the project's only automation. It knows how to build, start and test; it knows no rules of Clef.

mod packages;
mod process;
mod project;
mod wasm_target;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, starts and tests Clef.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the single-page application into target/web/dist and check its size.
    Web {
        /// Build fast instead of small; no compression, no budget.
        #[arg(long)]
        dev: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Web { dev } => web::build(if dev { web::Effort::Dev } else { web::Effort::Release }),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
