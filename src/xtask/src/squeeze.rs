//! The two compressions that browsers take, at their strongest: a file is
//! squeezed once at build time and sent thousands of times.

use std::io::{self, Write as _};

/// Brotli at quality 11, with the largest window that every browser takes.
pub(crate) fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

/// Gzip at level 9. Its header carries no name and no date, so that the same
/// input gives the same bytes on every machine.
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes)?;
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_come_back_as_they_went_in() {
        let text = "Jangan marah, laporkan di sini. ".repeat(50);

        let mut back = String::new();
        let small = brotli(text.as_bytes()).unwrap();
        brotli::Decompressor::new(&small[..], 4096).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        assert!(small.len() < 100);

        back.clear();
        let small = gzip(text.as_bytes()).unwrap();
        flate2::read::GzDecoder::new(&small[..]).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        assert_eq!(small[4..8], [0; 4], "no date in the header");
    }
}
