//! `cargo xtask …`: the project's only automation. It knows how to build, start and test; it knows no rules of Clef.

mod bench;
mod child;
mod http;
mod openapi;
mod postgres;
mod process;
mod project;
mod run;
mod server;
mod suites;
mod tools;
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
    /// Build everything and start Clef with demo data
    Run(run::Options),
    /// Format, lints and unit tests: before every commit
    Check,
    /// Everything: both databases, the API against its document, the browser journeys
    Test,
    /// Write openapi/openapi.json from the routes
    Openapi {
        /// Only fail when it differs
        #[arg(long)]
        check: bool,
    },
    /// Build the single-page application into target/web/dist and check its size
    Web {
        /// Build fast instead of small: no compression, no budget
        #[arg(long)]
        dev: bool,
    },
    /// The browser journeys, with screenshots in target/e2e
    E2e(suites::Journeys),
    /// Measure an optimised build: the domain's hot paths and the API under load
    Bench {
        /// Only how readings are kept
        #[arg(value_enum)]
        only: Option<bench::Only>,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Run(options) => run::run(&options),
        Task::Check => suites::check(),
        Task::Test => suites::test(),
        Task::Openapi { check } => suites::openapi(check),
        Task::Web { dev } => web::build(if dev { web::Effort::Dev } else { web::Effort::Release }),
        Task::E2e(journeys) => suites::e2e(&journeys),
        Task::Bench { only } => bench::run(only),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
