//! Labelled statements, documents and settings from files.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use thaido::io::{ReadOptions, Reader, Sources};
use thaido::{Document, Settings, Statement, VectorTable};

/// Reads every labelled statement of the given files, in their order; the first bad one ends the run, because a model
/// trained on part of the data would look like one trained on all.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<Statement>> {
    let sources = Sources::expand(paths, None)?;
    let mut statements = Vec::new();
    for record in Reader::new(
        sources,
        ReadOptions {
            statements: true,
            ..ReadOptions::default()
        },
    ) {
        match record {
            Ok(input) => statements.push(input.into_statement()),
            Err(reject) => bail!("{reject}; mend the record or take it out"),
        }
    }
    Ok(statements)
}

/// Hands every document of the given inputs to `each`; bad records are named on stderr and passed over. Returns
/// whether there were any.
pub(crate) fn for_each_document(
    paths: &[PathBuf],
    mut each: impl FnMut(Document),
) -> anyhow::Result<bool> {
    let mut rejected = false;
    for record in Reader::new(Sources::expand(paths, None)?, ReadOptions::default()) {
        match record {
            Ok(input) => each(input.into_document()),
            Err(reject) => {
                rejected = true;
                writeln!(std::io::stderr(), "thaido: {reject}")?;
            }
        }
    }
    Ok(rejected)
}

/// The settings of a TOML file, or the default ones.
pub(crate) fn settings(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path else {
        return Ok(Settings::default());
    };
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} holds no usable settings", path.display()))
}

/// Reads tables of word vectors.
pub(crate) fn vectors(paths: &[PathBuf]) -> anyhow::Result<Vec<VectorTable>> {
    let tables = paths.iter().map(|path| thaido::read_vectors(path));
    Ok(tables.collect::<Result<_, _>>()?)
}

/// How a message names the data.
pub(crate) fn named(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    names.join(", ")
}
