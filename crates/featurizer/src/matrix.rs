//! Sparse rows: what a text becomes, and what a solver reads.

use linfa::dataset::Records;
use ndarray::Array2;

/// Rows of `f32` features in compressed sparse row form, shape `rows × columns`; most features of a row are zero.
///
/// Column indices ascend within a row. The matrix is a [`linfa::dataset::Records`], so a
/// `linfa::DatasetBase<SparseMatrix, _>` can be fitted by any algorithm that reads it.
///
/// ```
/// use thaido_featurizer::SparseMatrix;
/// let mut matrix = SparseMatrix::new(4);
/// matrix.push_row(&[0, 3], &[0.6, 0.8]);
/// matrix.push_row(&[], &[]);
/// assert_eq!((matrix.rows(), matrix.columns(), matrix.row(0)), (2, 4, (&[0, 3][..], &[0.6, 0.8][..])));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SparseMatrix {
    columns: usize,
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl SparseMatrix {
    /// No rows yet, of `columns` features each.
    pub fn new(columns: usize) -> Self {
        SparseMatrix {
            columns,
            starts: vec![0],
            indices: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Makes room for that many values.
    pub(crate) fn reserve(&mut self, values: usize) {
        self.indices.reserve(values);
        self.values.reserve(values);
    }

    /// Appends a row. `indices` ascend and lie below the number of columns; `values` run parallel to them.
    ///
    /// # Panics
    /// When the two slices differ in length, or an index is not below the number of columns.
    pub fn push_row(&mut self, indices: &[u32], values: &[f32]) {
        assert_eq!(
            indices.len(),
            values.len(),
            "a row has as many values as indices"
        );
        assert!(
            indices
                .last()
                .is_none_or(|&last| (last as usize) < self.columns),
            "index beyond the columns"
        );
        debug_assert!(indices.is_sorted(), "indices of a row ascend");
        self.indices.extend_from_slice(indices);
        self.values.extend_from_slice(values);
        self.starts.push(self.indices.len());
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of stored values.
    pub fn non_zeros(&self) -> usize {
        self.values.len()
    }

    /// The indices and values of row `row`.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// All rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u32], &[f32])> {
        (0..self.rows()).map(|row| self.row(row))
    }

    /// The rows named by `rows`, in that order.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> SparseMatrix {
        let mut selected = SparseMatrix::new(self.columns);
        for &row in rows {
            let (indices, values) = self.row(row);
            selected.push_row(indices, values);
        }
        selected
    }

    /// The same matrix with every zero written out, for algorithms that know dense arrays only: `rows × columns`
    /// numbers of eight bytes.
    pub fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.rows(), self.columns));
        for (row, (indices, values)) in self.iter().enumerate() {
            for (&column, &value) in indices.iter().zip(values) {
                dense[(row, column as usize)] = f64::from(value);
            }
        }
        dense
    }
}

impl Records for SparseMatrix {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.columns
    }
}
