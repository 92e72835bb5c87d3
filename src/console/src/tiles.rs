//! The 25 districts as tiles, each roughly where it lies: a map drawn by hand, since no
//! open file of the districts' boundaries came with a licence to rely on. A tile is as
//! large as any other, whatever the district's size: it shows counts, not land.

use tilik_core::region::Kecamatan;

/// Columns, from west to east.
pub const COLUMNS: usize = 6;
/// Rows, from north to south.
pub const ROWS: usize = 7;

/// The number of the district at each place, 0 for none, and its short name. West is the
/// forest of Kalibaru, east the strait of Bali, south the ocean.
const MAP: [[(u8, &str); COLUMNS]; ROWS] = {
    const NONE: (u8, &str) = (0, "");
    [
        [NONE, NONE, NONE, NONE, (18, "WSJ"), NONE],
        [NONE, NONE, NONE, NONE, (21, "KLP"), NONE],
        [NONE, NONE, (24, "LCN"), (15, "GLH"), (17, "GIR"), (16, "BWI")],
        [NONE, NONE, NONE, (19, "SGN"), (14, "KBT"), NONE],
        [(11, "KBR"), (10, "GLM"), (20, "SMP"), (12, "SGJ"), (13, "RGJ"), (25, "BLB")],
        [NONE, (23, "TGS"), (9, "GTG"), (7, "GBR"), (8, "SRN"), (5, "MCR")],
        [(1, "PSG"), (22, "SLR"), (2, "BRJ"), (6, "CLR"), (3, "PWJ"), (4, "TGD")],
    ]
};

/// A district on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// From the west, 0 first.
    pub column: usize,
    /// From the north, 0 first.
    pub row: usize,
    /// The district.
    pub district: Kecamatan,
    /// Three letters for it.
    pub short: &'static str,
}

/// Every district, from the north to the south.
pub fn tiles() -> impl Iterator<Item = Tile> {
    MAP.iter().enumerate().flat_map(|(row, line)| {
        line.iter().enumerate().filter_map(move |(column, &(number, short))| {
            let district = Kecamatan::all().find(|district| district.number() == number)?;
            Some(Tile { column, row, district, short })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_district_stands_once() {
        let mut numbers: Vec<_> = tiles().map(|tile| tile.district.number()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, Kecamatan::all().map(Kecamatan::number).collect::<Vec<_>>());
        let places: HashSet<_> = tiles().map(|tile| (tile.column, tile.row)).collect();
        let names: HashSet<_> = tiles().map(|tile| tile.short).collect();
        assert_eq!((places.len(), names.len()), (25, 25));
        assert!(tiles().all(|tile| tile.short.len() == 3));
    }

    #[test]
    fn they_lie_as_they_lie() {
        let at = |name: &str| {
            let tile = tiles().find(|tile| tile.district.name() == name).unwrap();
            (tile.column, tile.row)
        };
        // By name, so that a table of other codes moves nobody: north to south, west to east.
        let south = ["Wongsorejo", "Kalipuro", "Giri", "Kabat", "Rogojampi", "Srono", "Purwoharjo"];
        assert!(south.windows(2).all(|two| at(two[0]).1 < at(two[1]).1));
        let east = ["Kalibaru", "Glenmore", "Sempu", "Singojuruh", "Rogojampi", "Blimbingsari"];
        assert!(east.windows(2).all(|two| at(two[0]).0 < at(two[1]).0));
        assert!(at("Muncar").0 > at("Genteng").0 && at("Tegaldlimo").0 > at("Pesanggaran").0);
    }
}
