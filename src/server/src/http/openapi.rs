//! `GET /api/openapi.json`: the contract, generated from the code.

use axum::Json;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

#[derive(OpenApi)]
#[openapi(info(
    title = "Tilik",
    description = "Check and report social aid in Banyuwangi. Errors are RFC 9457 problems whose `type` is \
        `urn:tilik:problem:` and a stable word.",
    license(name = "MIT OR Apache-2.0")
))]
struct Info;

/// The whole document.
pub fn document() -> Document {
    let mut document = Info::openapi();
    document.merge(super::api().into_openapi());
    document
}

/// Answers with it.
pub async fn openapi() -> Json<Document> {
    Json(document())
}

#[cfg(test)]
mod tests {
    /// The published contract changes only on purpose: `cargo run -p tilik -- openapi > docs/openapi.json`.
    #[test]
    fn the_published_contract_is_the_codes() {
        let published = include_str!("../../../../docs/openapi.json");
        let current = super::document().to_pretty_json().unwrap();
        assert!(published.trim() == current.trim(), "docs/openapi.json is not what the code says");
    }
}
