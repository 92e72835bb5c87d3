//! What the program asks of the browser: the functions of `ports.js`, each a few
//! lines there. Each answers something harmless where the browser refuses, so that
//! no caller has to. What the browser tells the program is in [`crate::doors`].

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(js_namespace = tilik)]
extern "C" {
    /// Takes the page over: nothing is done where `print` says that the static page
    /// is what `html` would make of it.
    pub fn begin(html: &str, print: &str);
    /// Makes `html` the content of the live element with that number.
    pub fn fill(place: u32, html: &str);
    /// Sets an attribute of the live element with that number.
    pub fn dress(place: u32, name: &str, value: &str);
    /// Puts a text into the box last heard of, and the caret.
    pub fn put(value: &str, caret: u32);
    /// Where the caret is in the box last heard of; none where it has none.
    pub fn caret() -> Option<u32>;
    /// Puts the focus on the element with that id.
    pub fn focus(id: &str);
    /// The text of the page's heading.
    pub fn heading() -> String;
    /// Names the document.
    pub fn title(title: &str);
    /// Scrolls to the top of the page.
    pub fn top();
    /// Puts a class on the whole document, or takes it off.
    pub fn mark(class: &str, on: bool);
    /// The language of the document.
    pub fn lang() -> String;
    /// Says in which language the document is: to the browser, and to the server,
    /// which then sends the pages in it at once.
    pub fn speak(tag: &str);
    /// Fetches a file of texts; [`crate::doors::texts`] gets it.
    pub fn texts(file: &str);
    /// Something kept on the device, for this visit or for longer; empty for nothing.
    pub fn read(session: bool, name: &str) -> String;
    /// Keeps something; empty for no longer. Whether it could be kept.
    pub fn write(session: bool, name: &str, text: &str) -> bool;
    /// Milliseconds since 1970.
    pub fn now() -> f64;
    /// Today in Banyuwangi, in days since 1970, by the server's clock once it answered.
    pub fn today() -> i32;
    /// This moment in RFC 3339 with Banyuwangi's offset.
    pub fn moment() -> String;
    /// A random UUID, version 4: a report's key.
    pub fn uuid() -> String;
    /// The path the site lives under, from `<base>`: one build serves any.
    pub fn base() -> String;
    /// The path of the address.
    pub fn path() -> String;
    /// The number kept with the history entry shown.
    pub fn entry() -> u32;
    /// Adds a history entry, or replaces the one shown.
    pub fn go(address: &str, entry: u32, replace: bool);
    /// One entry back, as the browser's own button.
    pub fn back();
    /// Whether the browser believes it has a network.
    pub fn online() -> bool;
    /// Whether the page is within another site's.
    pub fn framed() -> bool;
    /// Whether the browser can hand a text to another app.
    pub fn can_share() -> bool;
    /// Hands a text to another app.
    pub fn share(text: &str);
    /// Copies a text; [`crate::doors::copied`] is told.
    pub fn copy(text: &str);
    /// Prints the page.
    pub fn print();
    /// Saves the ticket as a picture; [`crate::doors::saved`] is told.
    pub fn picture(number: &str, owner: &str, label: &str, day: &str);
    /// Has the element with that id read out; [`crate::doors::read_out`] is told at
    /// the end.
    pub fn read_out(id: &str, tag: &str);
    /// Stops that.
    pub fn hush();
    /// Starts making a proof of work, unless one is there.
    pub fn prove();
    /// Asks the server: a POST where there is a body, with a proof of work put into
    /// it where `proven`. [`crate::doors::answered`] gets the answer, with the number
    /// returned here.
    pub fn ask(path: &str, body: &str, key: &str, proven: bool) -> u32;
    /// Stops waiting for that answer.
    pub fn cancel(which: u32);
    /// Has the program told what was done on the page before it came, and what is.
    pub fn listen();
}
