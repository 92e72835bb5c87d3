//! The golden vectors of `tests/vectors`; their README explains the fields.

/// `nik.csv`.
pub const NIK: &str = include_str!("../vectors/nik.csv");
/// `ticket.csv`.
pub const TICKET: &str = include_str!("../vectors/ticket.csv");
/// `decisions.csv`.
pub const DECISIONS: &str = include_str!("../vectors/decisions.csv");

/// The fields of each line below the header.
pub fn fields<const N: usize>(file: &'static str) -> Vec<[&'static str; N]> {
    let lines = file.lines().skip(1);
    lines.map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"))).collect()
}

/// `\u{XXXX}` made into its character.
pub fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').unwrap();
        plain.push_str(before);
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    plain + rest
}
