//! `thaido`: who said what in Vietnamese news, and with which stance.
//!
//! This crate knows flags, streams, exit codes and progress. It must not know how anything is computed.

mod batch;
mod bench;
mod check;
mod data;
mod eval;
mod exit;
mod explain;
mod extract;
mod label;
mod model;
mod output;
mod report;
mod train;
mod vectors;

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
enum Verb {
    Label(label::LabelArguments),
    Extract(extract::ExtractArguments),
    Train(train::TrainArguments),
    Eval(eval::EvalArguments),
    Explain(explain::ExplainArguments),
    Check(check::CheckArguments),
    Model(model::ModelArguments),
    Report(report::ReportArguments),
    Bench(bench::BenchArguments),
    Vectors(vectors::VectorsArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.verb {
        Verb::Label(arguments) => arguments.run(),
        Verb::Extract(arguments) => arguments.run(),
        Verb::Train(arguments) => arguments.run(),
        Verb::Eval(arguments) => arguments.run(),
        Verb::Explain(arguments) => arguments.run(),
        Verb::Check(arguments) => arguments.run(),
        Verb::Model(arguments) => arguments.run(),
        Verb::Report(arguments) => arguments.run(),
        Verb::Bench(arguments) => arguments.run(),
        Verb::Vectors(arguments) => arguments.run(),
    };
    exit::code(outcome)
}
