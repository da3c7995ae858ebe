//! `thaido`: who said what in Vietnamese news, and with which stance.
//!
//! This crate knows flags, streams, exit codes and progress. It must not know how anything is computed.

mod exit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Finds the quoted statements of Vietnamese news, says who spoke, and labels each conciliatory, accusatory or warning.
#[derive(Debug, Parser)]
#[command(name = "thaido", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.verb {};
    exit::code(outcome)
}
