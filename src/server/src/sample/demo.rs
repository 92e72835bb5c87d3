//! The demo families: the same in every sample, whatever its size and seed, so that
//! a README, a test and a person trying the page can name them. Their serials are
//! 0091 to 0099, which nobody else in a sample has, and their names say *Contoh*.
//!
//! Only data lives here, and nothing else is referred to: the tests of the whole
//! service read this very file.
//!
//! | NIK | who | a check shows | a report becomes |
//! |---|---|---|---|
//! | [`LISTED_NOT_PAID`] | Siti; her husband is on the BST list, not yet paid out | `bst`, listed, through the family | rejected, `jps_kab/bst` |
//! | [`NO_AID`] | Budi, whose family is on no list | not listed | to verification |
//! | [`NOT_REGISTERED`] | a valid NIK that is in neither file | not listed | undetermined |
//! | [`ON_TWO_CARDS`] | Dewi, on her parents' card, which has PKH, and on her own | not listed | undetermined |
//! | [`NUTRITION_ONLY`] | Ratna, with the package for expecting mothers | `nutrisi`, paid, own | to verification |
//! | [`PAID`] | Sumiyati, with PKH and BPNT | both, paid, own | rejected, two reasons |

/// Siti Contoh, born 12 March 1985: her family is listed and not yet paid.
pub const LISTED_NOT_PAID: &str = "3510165203850091";
/// Budi Contoh, born 30 November 1979: no aid.
pub const NO_AID: &str = "3510093011790092";
/// A woman of Muncar born 25 June 1990 whom no file knows.
#[allow(dead_code, reason = "named by tests and the README; a sample has no line for it")]
pub const NOT_REGISTERED: &str = "3510056506900093";
/// Dewi Contoh, born 27 February 1998: on two cards.
pub const ON_TWO_CARDS: &str = "3510216702980094";
/// Ratna Contoh, born 7 August 1993, registered before Blimbingsari was founded.
pub const NUTRITION_ONLY: &str = "3510134708930095";
/// Sumiyati Contoh, born 19 December 1978: paid twice.
pub const PAID: &str = "3510185912780096";

/// How many families that makes.
pub const FAMILIES: u64 = 6;
/// How many of them are on a list.
pub const AIDED: u64 = 4;

/// Their lines in `residents.csv`.
pub const RESIDENTS: [[&str; 7]; 17] = [
    [
        "3510160807820091",
        "3510161005120091",
        "Hasan Contoh",
        "L",
        "35.10.16.1001",
        "Jl. Contoh No. 1 RT 01 RW 01",
        "Kepala Keluarga",
    ],
    [LISTED_NOT_PAID, "3510161005120091", "Siti Contoh", "P", "35.10.16.1001", "Jl. Contoh No. 1 RT 01 RW 01", "Istri"],
    [
        "3510166109100091",
        "3510161005120091",
        "Nabila Contoh",
        "P",
        "35.10.16.1001",
        "Jl. Contoh No. 1 RT 01 RW 01",
        "Anak",
    ],
    [NO_AID, "3510090402150092", "Budi Contoh", "L", "35.10.09.2003", "Dusun Krajan RT 02 RW 01", "Kepala Keluarga"],
    ["3510095405830092", "3510090402150092", "Sri Contoh", "P", "35.10.09.2003", "Dusun Krajan RT 02 RW 01", "Istri"],
    ["3510091701140092", "3510090402150092", "Dimas Contoh", "L", "35.10.09.2003", "Dusun Krajan RT 02 RW 01", "Anak"],
    [
        "3510210203700094",
        "3510211108110094",
        "Adenan Contoh",
        "L",
        "35.10.21.2003",
        "Dusun Selogiri RT 03 RW 02",
        "Kepala Keluarga",
    ],
    [
        "3510214606740094",
        "3510211108110094",
        "Hapsiyah Contoh",
        "P",
        "35.10.21.2003",
        "Dusun Selogiri RT 03 RW 02",
        "Istri",
    ],
    [ON_TWO_CARDS, "3510211108110094", "Dewi Contoh", "P", "35.10.21.2003", "Dusun Selogiri RT 03 RW 02", "Anak"],
    [
        "3511091309950094",
        "3510211702200094",
        "Fajar Contoh",
        "L",
        "35.10.21.1002",
        "Jl. Contoh No. 4 RT 04 RW 02",
        "Kepala Keluarga",
    ],
    [ON_TWO_CARDS, "3510211702200094", "Dewi Contoh", "P", "35.10.21.1002", "Jl. Contoh No. 4 RT 04 RW 02", "Istri"],
    [
        "3510140105900095",
        "3510252306190095",
        "Rudi Contoh",
        "L",
        "35.10.25.2001",
        "Dusun Krajan RT 05 RW 01",
        "Kepala Keluarga",
    ],
    [NUTRITION_ONLY, "3510252306190095", "Ratna Contoh", "P", "35.10.25.2001", "Dusun Krajan RT 05 RW 01", "Istri"],
    [
        "3510181503750096",
        "3510182110180096",
        "Mukidin Contoh",
        "L",
        "35.10.18.2004",
        "Dusun Maelang RT 06 RW 03",
        "Kepala Keluarga",
    ],
    [PAID, "3510182110180096", "Sumiyati Contoh", "P", "35.10.18.2004", "Dusun Maelang RT 06 RW 03", "Istri"],
    ["3510182207050096", "3510182110180096", "Bagas Contoh", "L", "35.10.18.2004", "Dusun Maelang RT 06 RW 03", "Anak"],
    ["3510184302160096", "3510182110180096", "Rara Contoh", "P", "35.10.18.2004", "Dusun Maelang RT 06 RW 03", "Anak"],
];

/// Their lines in `recipients.csv`.
pub const RECIPIENTS: [[&str; 6]; 6] = [
    ["bst", "2020-05", "3510160807820091", "3510161005120091", "Hasan Contoh", "listed"],
    ["pkh", "2020-05", "3510214606740094", "3510211108110094", "Hapsiyah Contoh", "paid"],
    ["nutrisi", "2020-05", NUTRITION_ONLY, "3510252306190095", "Ratna Contoh", "paid"],
    ["pkh", "2020-04", PAID, "3510182110180096", "Sumiyati Contoh", "paid"],
    ["pkh", "2020-05", PAID, "3510182110180096", "Sumiyati Contoh", "paid"],
    ["bpnt", "2020-05", PAID, "3510182110180096", "Sumiyati Contoh", "paid"],
];
