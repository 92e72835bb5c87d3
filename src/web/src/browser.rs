//! The few things asked of the browser: the clock, the address, the focus, a
//! random key. Each answers something harmless where the browser refuses, so
//! that no caller has to.

use std::pin::Pin;

use tilik_core::Date;
use tilik_pages::Route;
use tilik_pages::text::Language;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, HtmlElement, HtmlScriptElement, Response, Window};

/// Banyuwangi's offset from UTC. Milliseconds.
const WIB: u64 = 7 * 3_600_000;

const MILLISECONDS_A_DAY: u64 = 86_400_000;

/// The window; a page without one cannot be.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// The element with that id.
pub fn element<T: JsCast>(id: &str) -> Option<T> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the focus on the element with that id.
pub fn focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        let _ = element.focus();
    }
}

/// The element that an event comes from.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn kept(act: impl Fn() + 'static) -> js_sys::Function {
    Closure::<dyn Fn()>::new(act).into_js_value().unchecked_into()
}

/// Does something on every event of the window.
pub fn on(event: &str, act: impl Fn() + 'static) {
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback(event, &kept(act));
    }
}

/// Does something on every event of that kind in an element.
pub fn hear(element: &Element, event: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act).into_js_value();
    let _ = element.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// Does something once, later.
pub fn after(milliseconds: i32, act: impl Fn() + 'static) {
    if let Some(window) = window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&kept(act), milliseconds);
    }
}

/// Does something again and again.
pub fn every(milliseconds: i32, act: impl Fn() + 'static) {
    if let Some(window) = window() {
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(&kept(act), milliseconds);
    }
}

/// Does something once what was drawn is there.
pub fn next_frame(act: impl Fn() + 'static) {
    if let Some(window) = window() {
        let _ = window.request_animation_frame(&kept(act));
    }
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Lets something run on. All futures are of one type here, since each type would
/// bring its own code.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Today in Banyuwangi, whatever the phone's time zone is.
pub fn today() -> Option<Date> {
    Date::from_days(((now() + WIB) / MILLISECONDS_A_DAY) as i32)
}

/// This moment in RFC 3339 with Banyuwangi's offset.
pub fn moment() -> String {
    let utc = js_sys::Date::new(&JsValue::from_f64((now() + WIB) as f64)).to_iso_string();
    let mut text = String::from(utc).get(..19).unwrap_or_default().to_owned();
    text.push_str("+07:00");
    text
}

/// Whether the browser believes it has a network.
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// The path the app lives under, from `<base>`: one build serves any.
pub fn base() -> String {
    let base = document().and_then(|document| document.base_uri().ok().flatten());
    base.and_then(|uri| web_sys::Url::new(&uri).ok()).map_or_else(|| "/".into(), |url| url.pathname())
}

/// An address below the base.
pub fn below_base(path: &str) -> String {
    let mut address = base();
    address.push_str(path.trim_start_matches('/'));
    address
}

/// The page the address names, and the language.
pub fn route() -> (Route, Option<Language>) {
    let path = window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    Route::parse(&path, &base())
}

/// What the history keeps for an entry: a step, never an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of the step.
    pub step: usize,
    /// Whether the entry behind is another step of the same report.
    pub follows: bool,
}

/// Added to the step's number where the entry follows; there are far fewer steps.
const FOLLOWS: usize = 64;

/// What the history keeps for the entry shown.
pub fn entry() -> Entry {
    let state = window().and_then(|window| window.history().ok()?.state().ok());
    let number = state.and_then(|state| state.as_f64()).unwrap_or_default() as usize;
    Entry { step: number % FOLLOWS, follows: number >= FOLLOWS }
}

/// Adds a history entry, or replaces the one shown.
pub fn go(address: &str, entry: Entry, replace: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else {
        return;
    };
    let number = entry.step + if entry.follows { FOLLOWS } else { 0 };
    let state = JsValue::from_f64(number as f64);
    let _ = if replace {
        history.replace_state_with_url(&state, "", Some(address))
    } else {
        history.push_state_with_url(&state, "", Some(address))
    };
}

/// One entry back, as the browser's own button.
pub fn back() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// To the top of the page.
pub fn to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Names the document.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Puts a class on the whole document, or takes it off.
pub fn mark(class: &str, on: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.class_list().toggle_with_force(class, on);
    }
}

/// Says in which language the document is: to the browser, and to the server, which
/// then sends the pages in it at once.
pub fn speak(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
    let Some(document) = document() else {
        return;
    };
    // Who reads Indonesian needs no cookie, unless to undo another choice.
    let cookie = JsValue::from_str("cookie");
    let kept = js_sys::Reflect::get(&document, &cookie).ok().and_then(|kept| kept.as_string()).unwrap_or_default();
    if tag != Language::Indonesian.tag() || kept.contains("bahasa=") {
        let chosen = ["bahasa=", tag, ";path=", &base(), ";max-age=31536000;samesite=lax"].concat();
        let _ = js_sys::Reflect::set(&document, &cookie, &JsValue::from_str(&chosen));
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Whether the browser can hand a text to another app.
pub fn can_share() -> bool {
    window().is_some_and(|window| js_sys::Reflect::has(&window.navigator(), &"share".into()).unwrap_or(false))
}

/// A text file below the base.
pub async fn text_at(path: &str) -> Option<String> {
    let asked = window()?.fetch_with_str(&below_base(path));
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    // A static host may answer any path with its front page.
    let kind = response.headers().get("Content-Type").ok().flatten().unwrap_or_default();
    if !response.ok() || kind.starts_with("text/html") {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Loads a script below the base; `then` is told whether it came.
pub fn script(path: &str, then: impl FnOnce(bool) + 'static) {
    let script = document().and_then(|document| {
        let script: HtmlScriptElement = document.create_element("script").ok()?.dyn_into().ok()?;
        script.set_src(&below_base(path));
        document.document_element()?.append_child(&script).ok()?;
        Some(script)
    });
    let Some(script) = script else {
        return then(false);
    };
    let done = Closure::once_into_js(move |event: Event| then(event.type_() == "load"));
    script.set_onload(Some(done.unchecked_ref()));
    script.set_onerror(Some(done.unchecked_ref()));
}

/// Has the script at `path` read out the element with that id; `then` is told at
/// the end whether it could.
pub fn read_out(path: &'static str, id: &'static str, language: &'static str, then: impl FnOnce(bool) + 'static) {
    script(path, move |_| {
        let read = window().and_then(|window| js_sys::Reflect::get(&window, &JsValue::from_str("tilikRead")).ok());
        let Some(read) = read.and_then(|read| read.dyn_into::<js_sys::Function>().ok()) else {
            return then(false);
        };
        let done = Closure::once_into_js(move |read: bool| then(read));
        let _ = read.call3(&JsValue::NULL, &JsValue::from_str(id), &JsValue::from_str(language), &done);
    });
}

/// Stops it.
pub fn hush() {
    let speech = window().and_then(|window| js_sys::Reflect::get(&window, &JsValue::from_str("speechSynthesis")).ok());
    let cancel = speech.as_ref().and_then(|speech| js_sys::Reflect::get(speech, &JsValue::from_str("cancel")).ok());
    if let (Some(speech), Some(cancel)) = (speech, cancel.and_then(|cancel| cancel.dyn_into::<js_sys::Function>().ok())) {
        let _ = cancel.call0(&speech);
    }
}

/// A random UUID, version 4: a report's key.
pub fn uuid() -> String {
    let mut bytes = [0u8; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}
