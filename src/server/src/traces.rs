//! Traces through OpenTelemetry, where `TILIK_OTLP` names a collector: a span per
//! request and one per piece of work in the database, as they stand in the log. They
//! carry a route's pattern, a status and times, and nothing that somebody sent.

use anyhow::Context;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::runtime::Tokio;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use opentelemetry_sdk::trace::{SdkTracerProvider, Tracer};

/// Where traces go; they are sent on when this is shut down.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// To a collector's OTLP over HTTP, `http://HOST:4318`. Within the runtime: spans
    /// are sent in the background, a few seconds' worth at once.
    ///
    /// # Errors
    /// Where the address is none.
    pub fn to(collector: &str) -> anyhow::Result<Self> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", collector.trim_end_matches('/')))
            .build()
            .with_context(|| format!("traces cannot be sent to {collector}"))?;
        let resource = Resource::builder()
            .with_service_name("tilik")
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let processor = BatchSpanProcessor::builder(exporter, Tokio).build();
        Ok(Self(SdkTracerProvider::builder().with_span_processor(processor).with_resource(resource).build()))
    }

    /// What spans are handed to.
    pub fn tracer(&self) -> Tracer {
        self.0.tracer("tilik")
    }

    /// Sends what is left.
    pub fn end(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
