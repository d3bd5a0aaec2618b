//! The program `clef`; see `clef --help`.

use api::cli::Cli;
use clap::Parser;
use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clef: {error}");
            ExitCode::FAILURE
        }
    }
}
