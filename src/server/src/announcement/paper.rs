//! A sheet as paper: a PDF of A4 or A3, one copy for each place where it hangs. Every page
//! says which village, which announcement and which page it is, and carries the code and
//! the way to the same list online, since pages get torn off.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::TextDirection;
use qrcodegen::{QrCode, QrCodeEcc};
use tilik_core::announcement::{Line, Place, Sheet};
use tilik_pages::text::{self, Text, fill, t};

use super::code::SheetCode;
use super::ruler::Ruled;

/// The size of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm: the same pages, half as large again, for a wall.
    A3,
}

/// A sheet to be printed.
pub struct Printing<'a> {
    /// It.
    pub sheet: &'a Sheet,
    /// Its code.
    pub code: SheetCode,
    /// A copy for each; one that names none where it is empty.
    pub places: &'a [Place],
    /// On what.
    pub paper: Paper,
    /// Where the site is found, `https://…` without a slash at the end; a sheet without
    /// it has no QR code.
    pub site: Option<&'a str>,
}

/// Why a sheet cannot be printed.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The fonts that came with the program are damaged.
    #[error("the fonts in this program cannot be read")]
    Fonts,
    /// The library refuses what was drawn.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

// All lengths in points of an A4 page, 595.28 × 841.89; A3 is drawn from it by √2.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 42.0;
const RIGHT: f32 = WIDTH - MARGIN;
/// Where the lines end, above the foot.
const BOTTOM: f32 = HEIGHT - 72.0;
/// From one line to the next: 9.5 points of letters and their air.
const LEADING: f32 = 13.4;
const SIZE: f32 = 9.5;
const SMALL: f32 = 8.0;
/// Between the two columns.
const GUTTER: f32 = 20.0;
const COLUMN: f32 = (RIGHT - MARGIN - GUTTER) / 2.0;
/// For the number before a name.
const NUMBER: f32 = 30.0;
/// The QR code with its border of four modules: 26 mm, read from an arm's length.
const QR: f32 = 74.0;

/// The head above the programs: five lines of words, as high as the QR code and more.
const HEAD: f32 = 96.0;
/// From one program to the next.
const PROGRAM: f32 = 11.0;

/// Prints a sheet.
///
/// # Errors
/// [`PaperError`], which is never the sheet's fault.
pub fn print(printing: &Printing<'_>) -> Result<Vec<u8>, PaperError> {
    let (regular, bold) = Ruled::both().ok_or(PaperError::Fonts)?;
    let drawing =
        Drawing { printing, regular, bold, pages: pages(&printing.sheet.lines, legend(printing.sheet).len()) };
    let mut document = Document::new();
    let title = format!("{}: {}", t(Text::DaftarTitle), village(printing.sheet));
    document.set_metadata(Metadata::new().title(title).language("id".to_owned()).creator("Tilik".to_owned()));
    let no_place = [None];
    let places: Vec<Option<Place>> = printing.places.iter().copied().map(Some).collect();
    for place in if places.is_empty() { &no_place[..] } else { &places } {
        for page in 0..drawing.pages.len() {
            drawing.page(&mut document, page, *place)?;
        }
    }
    document.finish().map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

/// The lines of each page: there is always one.
fn pages(lines: &[Line], programs: usize) -> Vec<std::ops::Range<usize>> {
    let (mut pages, mut from) = (Vec::new(), 0);
    while pages.is_empty() || from < lines.len() {
        let to = lines.len().min(from + 2 * rows(top(if pages.is_empty() { programs } else { 0 })));
        pages.push(from..to);
        from = to;
    }
    pages
}

/// Where the lines begin: below the head, which names the programs on the first page.
fn top(programs: usize) -> f32 {
    MARGIN + HEAD + 8.0 + programs as f32 * PROGRAM
}

/// How many lines there are below one another.
fn rows(top: f32) -> usize {
    // Between 1 and 60 by the lengths above.
    ((BOTTOM - top) / LEADING).floor().max(1.0) as usize
}

/// What the short names stand for, a line each.
fn legend(sheet: &Sheet) -> Vec<String> {
    let said = |shown: &tilik_core::announcement::Shown| {
        let month = text::month(shown.period);
        let values = [
            ("short", text::short_scheme(shown.scheme)),
            ("name", text::scheme(shown.scheme)),
            ("month", month.as_str()),
            ("edition", shown.edition.as_str()),
        ];
        fill(t(Text::DaftarProgram), &values)
    };
    sheet.head.shown.iter().map(said).collect()
}

/// The village as a sheet names it.
fn village(sheet: &Sheet) -> String {
    text::village(sheet.village)
}

struct Drawing<'a> {
    printing: &'a Printing<'a>,
    regular: &'a Ruled,
    bold: &'a Ruled,
    pages: Vec<std::ops::Range<usize>>,
}

impl Drawing<'_> {
    fn page(&self, document: &mut Document, number: usize, place: Option<Place>) -> Result<(), PaperError> {
        let scale = match self.printing.paper {
            Paper::A4 => 1.0,
            Paper::A3 => std::f32::consts::SQRT_2,
        };
        let settings = PageSettings::from_wh(WIDTH * scale, HEIGHT * scale);
        let mut page = document.start_page_with(settings.ok_or(PaperError::Fonts)?);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(scale, scale));
        ink(&mut surface, 0);
        self.head(&mut surface, number, place);
        self.lines(&mut surface, number);
        self.foot(&mut surface, number);
        surface.pop();
        surface.finish();
        page.finish();
        Ok(())
    }

    fn head(&self, surface: &mut Surface<'_>, number: usize, place: Option<Place>) {
        let Printing { sheet, site, .. } = self.printing;
        let link = site.map(|site| format!("{site}/daftar/{}/{}", sheet.village.code(), sheet.head.number));
        let room = RIGHT - MARGIN - link.as_ref().map_or(0.0, |_| QR + 8.0);
        let mut y = MARGIN + 12.0;
        let mut say = |font: &Ruled, size: f32, words: &str| {
            write(surface, font, (MARGIN, y), size, &font.cut(words, size, room));
            y += size * 1.5;
        };
        say(self.bold, 15.0, t(Text::DaftarTitle));
        say(self.bold, 12.0, &village(sheet));
        let date = text::day(sheet.head.made_on);
        say(
            self.regular,
            SIZE,
            &fill(t(Text::DaftarAnnounced), &[("number", &sheet.head.number.to_string()), ("date", &date)]),
        );
        if let Some(as_of) = sheet.head.data_as_of {
            say(self.regular, SIZE, &fill(t(Text::DataAsOf), &[("date", &text::day(as_of))]));
        }
        if let Some(place) = place {
            say(self.bold, SIZE, &fill(t(Text::DaftarAt), &[("place", text::place(place))]));
        }
        if let Some(link) = link {
            draw_qr(surface, &link, (RIGHT - QR, MARGIN - 8.0));
        }
        if number == 0 {
            for (row, program) in legend(sheet).iter().enumerate() {
                let y = MARGIN + HEAD + row as f32 * PROGRAM;
                write(surface, self.regular, (MARGIN, y), SMALL, &self.regular.cut(program, SMALL, RIGHT - MARGIN));
            }
        }
    }

    fn lines(&self, surface: &mut Surface<'_>, number: usize) {
        let Some(range) = self.pages.get(number).cloned() else { return };
        let top = top(if number == 0 { self.printing.sheet.head.shown.len() } else { 0 });
        rule(surface, top - 8.0);
        let lines = self.printing.sheet.lines.get(range.clone()).unwrap_or_default();
        if self.printing.sheet.lines.is_empty() {
            write(surface, self.regular, (MARGIN, top + LEADING), SIZE, t(Text::DaftarNone));
        }
        let rows = rows(top);
        for (place, line) in lines.iter().enumerate() {
            let x = MARGIN + (place / rows) as f32 * (COLUMN + GUTTER);
            let y = top + LEADING * ((place % rows) as f32 + 0.5);
            let count = format!("{}.", range.start + place + 1);
            let left = x + NUMBER - 5.0 - self.regular.width(&count, SMALL);
            write(surface, self.regular, (left, y), SMALL, &count);
            let schemes: Vec<&str> = line.schemes.iter().map(|&scheme| text::short_scheme(scheme)).collect();
            let schemes = self.regular.cut(&schemes.join(", "), SMALL, COLUMN * 0.6);
            let wide = self.regular.width(&schemes, SMALL);
            write(surface, self.regular, (x + COLUMN - wide, y), SMALL, &schemes);
            let name = self.regular.cut(&line.name, SIZE, COLUMN - NUMBER - wide - 6.0);
            write(surface, self.regular, (x + NUMBER, y), SIZE, &name);
        }
    }

    fn foot(&self, surface: &mut Surface<'_>, number: usize) {
        rule(surface, BOTTOM + 10.0);
        let Printing { code, site, .. } = self.printing;
        let missing = match site {
            // As people type it.
            Some(site) => fill(t(Text::DaftarMissing), &[("address", site.split("://").last().unwrap_or(site))]),
            None => t(Text::DaftarMissingOffice).to_owned(),
        };
        write(surface, self.bold, (MARGIN, BOTTOM + 24.0), SIZE, &self.bold.cut(&missing, SIZE, RIGHT - MARGIN));
        let code = fill(t(Text::DaftarCode), &[("code", &code.to_string())]);
        write(surface, self.regular, (MARGIN, BOTTOM + 38.0), SMALL, &code);
        let values = [("page", (number + 1).to_string()), ("of", self.pages.len().to_string())];
        let page = fill(t(Text::DaftarPage), &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        let left = RIGHT - self.regular.width(&page, SMALL);
        write(surface, self.regular, (left, BOTTOM + 38.0), SMALL, &page);
    }
}

fn write(surface: &mut Surface<'_>, font: &Ruled, (x, y): (f32, f32), size: f32, words: &str) {
    let words = font.shown(words);
    surface.draw_text(Point::from_xy(x, y), font.font.clone(), size, &words, false, TextDirection::LeftToRight);
}

/// Black or a grey, 0 to 255.
fn ink(surface: &mut Surface<'_>, grey: u8) {
    let paint = rgb::Color::new(grey, grey, grey).into();
    surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, rule: Default::default() }));
}

/// A thin line over the whole width.
fn rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    if let Some(line) = Rect::from_ltrb(MARGIN, y, RIGHT, y + 0.6) {
        path.push_rect(line);
    }
    if let Some(path) = path.finish() {
        ink(surface, 120);
        surface.draw_path(&path);
        ink(surface, 0);
    }
}

fn draw_qr(surface: &mut Surface<'_>, link: &str, (left, top): (f32, f32)) {
    // A link that fits no QR code, of more than two thousand letters, has none.
    let Ok(qr) = QrCode::encode_text(link, QrCodeEcc::Medium) else { return };
    // The standard's quiet zone of four modules on each side.
    let module = QR / (qr.size() + 8) as f32;
    let mut path = PathBuilder::new();
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let end = (x..qr.size()).find(|&x| !qr.get_module(x, y)).unwrap_or(qr.size());
            let at = |place: i32| (place + 4) as f32 * module;
            let row = Rect::from_ltrb(left + at(x), top + at(y), left + at(end), top + at(y + 1));
            if let Some(row) = row.filter(|_| end > x) {
                path.push_rect(row);
            }
            x = end + 1;
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<Line> {
        vec![Line { name: "SITI A***".into(), schemes: Vec::new() }; count]
    }

    #[test]
    fn every_line_is_on_one_page_and_there_is_always_a_page() {
        let none = pages(&[], 3);
        assert_eq!((none.len(), none[0].clone()), (1, 0..0));
        for count in [1, 90, 91, 100, 1_250] {
            let pages = pages(&lines(count), 3);
            assert_eq!((pages[0].start, pages.last().map(|page| page.end)), (0, Some(count)));
            assert!(pages.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= 2 * rows(top(0))));
        }
    }
}
