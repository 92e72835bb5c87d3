//! The content policy that the pages need, whoever serves them.

/// No inline script; the one style in a page is known by its hash. WebAssembly is
/// compiled, nothing is evaluated. `<base>` decides the path the app lives under,
/// hence `base-uri 'self'`. A kiosk has the residents' pages in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; frame-src 'self'; \
    base-uri 'self'; ";

/// The policy, with the hash of the pages' style, who may frame them, and the origin of
/// the API where it is another than the pages'.
pub fn policy(style: Option<&str>, framers: &str, api: Option<&str>) -> String {
    let api = api.map(|origin| [" ", origin].concat()).unwrap_or_default();
    let style = style.map(|hash| [" 'sha256-", hash, "'"].concat()).unwrap_or_default();
    [
        POLICY,
        "connect-src 'self'",
        &api,
        "; form-action 'self'",
        &api,
        "; style-src 'self'",
        &style,
        "; frame-ancestors ",
        framers,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn another_origin_is_named_where_it_is_called_and_posted_to() {
        let own = policy(Some("aGFzaA=="), "'none'", None);
        assert!(own.ends_with("style-src 'self' 'sha256-aGFzaA=='; frame-ancestors 'none'"), "{own}");
        assert!(own.contains("; connect-src 'self'; form-action 'self'; "), "{own}");
        let elsewhere = policy(None, "'self'", Some("https://api.example"));
        assert!(
            elsewhere.contains("; connect-src 'self' https://api.example; form-action 'self' https://api.example; ")
        );
    }
}
