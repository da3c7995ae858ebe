//! Vector tables, as a file of their own and inside a model.

use serde::{Deserialize, Serialize};
use thaido_featurizer::VectorTable;

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
    write_table(&mut writer, Some(table));
    Ok(writer.finish())
}

pub(crate) fn from_bytes(bytes: &[u8]) -> Result<VectorTable, FormatError> {
    let mut reader = Reader::new(NAME, VERSION, bytes)?;
    let header: Header = reader.header()?;
    let table = read_table(&mut reader)?;
    reader.finish()?;
    match table {
        Some(table) if table.dimensions() == header.dimensions && table.len() == header.words => {
            Ok(table)
        }
        _ => Err(FormatError::Inconsistent(
            "its header and its table differ in size".to_owned(),
        )),
    }
}

/// Without a table all five parts are empty.
pub(super) fn write_table(writer: &mut Writer, table: Option<&VectorTable>) {
    let dimensions = table.map_or(0, VectorTable::dimensions) as u64;
    let (codes, weights, scales, values) =
        table.map_or((&[][..], &[][..], &[][..], &[][..]), VectorTable::parts);
    writer.table(&[dimensions]);
    writer.table(codes);
    writer.table(weights);
    writer.table(scales);
    writer.table(values);
}

pub(super) fn read_table(reader: &mut Reader<'_>) -> Result<Option<VectorTable>, FormatError> {
    let dimensions = reader.table::<u64>("the number of dimensions")?;
    let codes = reader.table("the codes of the vectors")?;
    let weights = reader.table("the weights of the vectors")?;
    let scales = reader.table("the scales of the vectors")?;
    let values = reader.table("the values of the vectors")?;
    let dimensions = dimensions
        .first()
        .map_or(0, |&value| usize::try_from(value).unwrap_or(usize::MAX));
    if dimensions == 0 && codes.is_empty() {
        return Ok(None);
    }
    VectorTable::from_parts(dimensions, codes, weights, scales, values)
        .map(Some)
        .map_err(|error| FormatError::Inconsistent(error.to_string()))
}
