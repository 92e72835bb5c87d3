//! Puts values where a text has `{placeholders}`.

/// `text` with each `{name}` replaced by its value. A name without a value stays
/// as it is, so that a slip shows instead of hiding.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn values_land_at_their_names() {
        assert_eq!(
            fill("{day} {month} {year}", &[("year", "1985"), ("day", "12"), ("month", "Maret")]),
            "12 Maret 1985"
        );
        assert_eq!(fill("a {b} c", &[]), "a {b} c");
        assert_eq!(fill("{n}{n}", &[("n", "{n}")]), "{n}{n}");
        assert_eq!(fill("", &[("n", "1")]), "");
    }
}
