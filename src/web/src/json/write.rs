//! How each type is written.

use tilik_api::{CheckRequest, ObjectionRequest, ReportRequest, StatusRequest};
use tilik_core::draft::{Draft, Field};
use tilik_core::report::Impact;
use tilik_pages::{Unfinished, text_of};

use super::object::Object;

/// A type that can be written as JSON.
pub trait Write {
    /// The text.
    fn write(&self) -> String;
}

fn flag(so: bool) -> &'static str {
    if so { "true" } else { "false" }
}

impl Write for CheckRequest {
    fn write(&self) -> String {
        let mut it = Object::new();
        it.text("nik", &self.nik);
        it.text_or_none("proof", self.proof.as_deref());
        it.close()
    }
}

impl Write for StatusRequest {
    fn write(&self) -> String {
        let mut it = Object::new();
        it.text("ticket", &self.ticket);
        it.text_or_none("nik", self.nik.as_deref());
        it.text_or_none("phone", self.phone.as_deref());
        it.close()
    }
}

impl Write for ObjectionRequest {
    fn write(&self) -> String {
        let mut it = Object::new();
        it.text("ticket", &self.ticket);
        it.text("nik", &self.nik);
        it.text("reason", &self.reason);
        it.close()
    }
}

impl Write for ReportRequest {
    fn write(&self) -> String {
        let mut subject = Object::new();
        subject.text("nik", &self.subject.nik);
        subject.text("name", &self.subject.name);
        subject.text("village", &self.subject.village);
        subject.text("address", &self.subject.address);
        subject.text_or_none("phone", self.subject.phone.as_deref());
        let mut it = Object::new();
        it.text("about", self.about.word());
        it.json("subject", &subject.close());
        if let Some(helper) = &self.reporter {
            let mut reporter = Object::new();
            reporter.text("name", &helper.name);
            reporter.text("phone", &helper.phone);
            reporter.text("relation", helper.relation.word());
            it.json("reporter", &reporter.close());
        }
        it.words("impact", self.impact.iter().map(|impact| impact.word()));
        it.json("household_size", &self.household_size.to_string());
        it.text_or_none("note", self.note.as_deref());
        it.json("consent", flag(self.consent));
        it.text("channel", self.channel.word());
        it.text_or_none("made_at", self.made_at.as_deref());
        it.text_or_none("proof", self.proof.as_deref());
        it.close()
    }
}

impl Write for Unfinished {
    fn write(&self) -> String {
        let mut it = Object::new();
        it.json("draft", &self.draft.write());
        it.json("district", &self.district.to_string());
        if let Some(sent) = &self.sending {
            let mut sending = Object::new();
            sending.text("key", &sent.key);
            sending.text("made_at", &sent.made_at);
            it.json("sending", &sending.close());
        }
        it.json("touched", &self.touched.to_string());
        it.close()
    }
}

impl Write for Draft {
    fn write(&self) -> String {
        let mut it = Object::new();
        it.text_or_none("about", self.about.map(|about| about.word()));
        it.text_or_none("reporter.relation", self.relation.map(|relation| relation.word()));
        it.words("impact", self.impact.iter().copied().map(Impact::word));
        it.json("consent", flag(self.consent));
        for &field in Field::ALL {
            it.text_or_none(field.word(), text_of(self, field));
        }
        it.close()
    }
}
