//! `GET /api/v1/data`: how old the lists are.

use serde::{Deserialize, Serialize};
use tilik_core::Date;

/// The lists in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DataAnswer {
    /// The day the newest list landed; null before the first.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub data_as_of: Option<Date>,
}
