//! Which language is in use, and how another one comes: Indonesian is part of the
//! program, any other is fetched when chosen.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::{browser, keep};

/// A language a resident may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    #[default]
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// Every language, in the order shown.
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// Its tag (BCP 47) and the name of its catalogue.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// Its own name for itself, which no catalogue translates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indonesian => "Indonesia",
            Self::English => "English",
        }
    }
}

/// The language chosen on an earlier visit.
pub fn remembered() -> Language {
    let tag = keep::read(keep::LANGUAGE);
    Language::ALL.into_iter().find(|language| tag.as_deref() == Some(language.tag())).unwrap_or(Language::Indonesian)
}

/// Puts `language` in use and remembers it; whether its texts could be had.
pub async fn choose(language: Language) -> bool {
    let texts = match language {
        Language::Indonesian => Some(super::indonesian()),
        other => fetch(other).await.map(|content| super::over_indonesian(content.leak())),
    };
    let Some(texts) = texts else {
        return false;
    };
    super::show(texts);
    keep::write(keep::LANGUAGE, language.tag());
    if let Some(root) = browser::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", language.tag());
    }
    true
}

/// The catalogue of a language, as served beside the program.
async fn fetch(language: Language) -> Option<String> {
    let mut path = String::from("lang/");
    path.push_str(language.tag());
    path.push_str(".lang");
    let asked = browser::window()?.fetch_with_str(&browser::below_base(&path));
    let response: web_sys::Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let content = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    // A static host may answer any path with its front page.
    content.contains("masthead.owner").then_some(content)
}
