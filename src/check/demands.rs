//! What a city asks of its sheets beyond the rules that hold everywhere.

use crate::record::Scale;

/// What is asked for. Nothing is where a list is empty.
#[derive(Clone, Debug, Default)]
pub struct Demands {
    /// The departments that there are.
    pub departments: Vec<String>,
    /// The columns that must be there, by name.
    pub columns: Vec<String>,
    /// The scales that columns of their names must be rated by.
    pub scales: Vec<Scale>,
}
