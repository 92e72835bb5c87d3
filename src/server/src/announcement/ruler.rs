//! The fonts that a sheet carries, and how wide words are in them.

use krilla::text::Font;
use std::sync::OnceLock;
use ttf_parser::Face;

/// A font, to draw with and to measure.
#[derive(Clone)]
pub struct Ruled {
    /// To draw with.
    pub font: Font,
    face: Face<'static>,
}

/// What a letter is replaced by where the font has none for it.
const UNKNOWN: char = '?';

impl Ruled {
    fn read(file: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(file.into(), 0)?, face: Face::parse(file, 0).ok()? })
    }

    /// The regular and the bold one; none only where their files are damaged.
    pub fn both() -> Option<&'static (Self, Self)> {
        static BOTH: OnceLock<Option<(Ruled, Ruled)>> = OnceLock::new();
        let read = || {
            let regular = Self::read(include_bytes!("../../fonts/OpenSans-Regular.ttf"))?;
            Some((regular, Self::read(include_bytes!("../../fonts/OpenSans-Bold.ttf"))?))
        };
        BOTH.get_or_init(read).as_ref()
    }

    /// The words as the font can show them.
    pub fn shown(&self, words: &str) -> String {
        words.chars().map(|letter| if self.face.glyph_index(letter).is_some() { letter } else { UNKNOWN }).collect()
    }

    /// How wide the words are at a size, in points.
    pub fn width(&self, words: &str, size: f32) -> f32 {
        let glyphs = words.chars().filter_map(|letter| self.face.glyph_index(letter));
        let units: u32 = glyphs.filter_map(|glyph| self.face.glyph_hor_advance(glyph)).map(u32::from).sum();
        // At most a few hundred thousand units: exact as f32.
        units as f32 * size / f32::from(self.face.units_per_em())
    }

    /// The words, cut where they would be wider than that.
    pub fn cut(&self, words: &str, size: f32, widest: f32) -> String {
        let shown = self.shown(words);
        if self.width(&shown, size) <= widest {
            return shown;
        }
        let mut kept = String::new();
        for letter in shown.chars() {
            kept.push(letter);
            if self.width(&kept, size) + self.width("…", size) > widest {
                kept.pop();
                break;
            }
        }
        kept.push('…');
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_measured_and_cut() {
        let (regular, bold) = Ruled::both().unwrap();
        assert!(regular.width("SITI", 10.0) > regular.width("SIT", 10.0));
        assert!(bold.width("SITI", 10.0) > regular.width("SITI", 10.0));
        let cut = regular.cut(&"SUPARMAN ".repeat(20), 9.0, 100.0);
        assert!(cut.ends_with('…') && regular.width(&cut, 9.0) <= 100.0, "{cut}");
        assert_eq!(regular.cut("SITI A***", 9.0, 100.0), "SITI A***");
        assert_eq!(regular.shown("ÅŁ 李"), "ÅŁ ?");
    }
}
