//! NIKs from all over a residents file, read in a stream: the same chance for each,
//! in no order.

use crate::random::Random;
use std::path::Path;

/// The NIKs drawn, and how many lines there were.
pub struct Niks {
    /// Of anybody.
    pub people: Vec<String>,
    /// Of heads of families, so that each is another family's.
    pub heads: Vec<String>,
    /// Lines below the header.
    pub lines: usize,
}

/// Draws that many people and heads, or all where there are fewer.
pub fn draw(residents: &Path, people: usize, heads: usize) -> Niks {
    let mut random = Random::new(2020);
    let (mut people, mut heads) = (Drawing::new(people), Drawing::new(heads));
    let mut file = csv::Reader::from_path(residents).expect("the sample is there");
    let mut row = csv::ByteRecord::new();
    let mut lines = 0;
    while file.read_byte_record(&mut row).expect("the sample is a table") {
        lines += 1;
        if is_possible(&row[0]) {
            people.offer(&row[0], &mut random);
            if &row[6] == b"Kepala Keluarga" {
                heads.offer(&row[0], &mut random);
            }
        }
    }
    Niks { people: people.shuffled(&mut random), heads: heads.shuffled(&mut random), lines }
}

/// A sample of what was offered so far (Vitter's algorithm R).
struct Drawing {
    wanted: usize,
    offered: usize,
    drawn: Vec<String>,
}

impl Drawing {
    fn new(wanted: usize) -> Self {
        Self { wanted, offered: 0, drawn: Vec::with_capacity(wanted) }
    }

    fn offer(&mut self, nik: &[u8], random: &mut Random) {
        self.offered += 1;
        let text = || String::from_utf8_lossy(nik).into_owned();
        if self.drawn.len() < self.wanted {
            self.drawn.push(text());
        } else if let Some(former) = self.drawn.get_mut(random.below(self.offered)) {
            *former = text();
        }
    }

    fn shuffled(mut self, random: &mut Random) -> Vec<String> {
        for last in (1..self.drawn.len()).rev() {
            self.drawn.swap(last, random.below(last + 1));
        }
        self.drawn
    }
}

/// Leaves out the samples' faulty NIKs: the wrong length, letters, the serial 0000,
/// 30 February.
fn is_possible(nik: &[u8]) -> bool {
    let two = |place: usize| nik[place..place + 2].iter().fold(0, |number, digit| number * 10 + (digit - b'0'));
    nik.len() == 16
        && nik.iter().all(u8::is_ascii_digit)
        && !nik.ends_with(b"0000")
        && !(two(8) == 2 && matches!(two(6), 30 | 70))
}
