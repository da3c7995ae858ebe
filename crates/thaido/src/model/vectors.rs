//! Vector tables, as a file of their own and inside a model.

use serde::{Deserialize, Serialize};
use thaido_featurizer::{Cover, VectorTable};

use super::bytes::{Reader, Writer};
use crate::error::FormatError;

const NAME: &str = "thaido-vectors";
const VERSION: u32 = 1;

/// The readable part of a vector file.
#[derive(Serialize, Deserialize)]
struct Header {
    dimensions: usize,
    words: usize,
}

/// A vector table as a file's bytes.
///
/// # Errors
/// When the header cannot be written as JSON, which it always can.
pub fn vectors_to_bytes(table: &VectorTable) -> Result<Vec<u8>, FormatError> {
    let header = Header {
        dimensions: table.dimensions(),
        words: table.len(),
    };
    let mut writer = Writer::new(NAME, VERSION, &header)?;
    write_tables(&mut writer, std::slice::from_ref(table));
    Ok(writer.finish())
}

pub(crate) fn from_bytes(bytes: &[u8]) -> Result<VectorTable, FormatError> {
    let mut reader = Reader::new(NAME, VERSION, bytes)?;
    let header: Header = reader.header()?;
    let mut tables = read_tables(&mut reader)?;
    reader.finish()?;
    match tables.pop() {
        Some(table)
            if tables.is_empty()
                && table.dimensions() == header.dimensions
                && table.len() == header.words =>
        {
            Ok(table)
        }
        _ => Err(FormatError::Inconsistent(
            "its header and its table differ in size".to_owned(),
        )),
    }
}

/// How many there are, then five parts of each: dimensions and cover, codes, weights, scales, values.
pub(super) fn write_tables(writer: &mut Writer, tables: &[VectorTable]) {
    writer.table(&[tables.len() as u64]);
    for table in tables {
        let cover = match table.cover() {
            Cover::Words => 0,
            Cover::Terms => 1,
        };
        writer.table(&[table.dimensions() as u64, cover]);
        let (codes, weights, scales, values) = table.parts();
        writer.table(codes);
        writer.table(weights);
        writer.table(scales);
        writer.table(values);
    }
}

pub(super) fn read_tables(reader: &mut Reader<'_>) -> Result<Vec<VectorTable>, FormatError> {
    let inconsistent = |reason: &str| FormatError::Inconsistent(reason.to_owned());
    let [count] = reader.table::<u64>("the number of vector tables")?[..] else {
        return Err(inconsistent(
            "it does not say how many vector tables it has",
        ));
    };
    let mut tables = Vec::new();
    for _ in 0..count {
        let shape = reader.table::<u64>("the shape of the vectors")?;
        let (dimensions, cover) = match shape[..] {
            [dimensions, 0] => (dimensions, Cover::Words),
            [dimensions, 1] => (dimensions, Cover::Terms),
            _ => return Err(inconsistent("it does not say what shape its vectors have")),
        };
        let codes = reader.table("the codes of the vectors")?;
        let weights = reader.table("the weights of the vectors")?;
        let scales = reader.table("the scales of the vectors")?;
        let values = reader.table("the values of the vectors")?;
        let dimensions = usize::try_from(dimensions).unwrap_or(usize::MAX);
        let table = VectorTable::from_parts(dimensions, cover, codes, weights, scales, values)
            .map_err(|error| FormatError::Inconsistent(error.to_string()))?;
        tables.push(table);
    }
    Ok(tables)
}
