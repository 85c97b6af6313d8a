//! The Content-Security-Policy of pages. In the sandbox it is as strict as it can be; with the real SDK it lets
//! PGs in, which load frames, forms and styles of their own.

use axum::http::HeaderValue;

/// A policy with a hole for each request's nonce.
#[derive(Clone, Debug)]
pub struct Csp {
    before: String,
    after: String,
}

impl Csp {
    /// `sandbox`: the sandbox's origin. `reload`: the address of cargo-leptos' live reload, while developing.
    pub fn for_sandbox(sandbox: &str, reload: Option<&str>) -> Self {
        let reload = reload.unwrap_or_default();
        Self::new(&format!(
            "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' {sandbox} {reload}; \
             frame-src {sandbox}; form-action 'self' {sandbox}"
        ))
    }

    pub fn for_live(reload: Option<&str>) -> Self {
        let reload = reload.unwrap_or_default();
        Self::new(&format!(
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' https:; \
             connect-src 'self' https: {reload}; frame-src https:; form-action 'self' https:"
        ))
    }

    /// Lets the SDK at this address do its work. Every https origin may already; a sandbox in a process of its own has
    /// to be named.
    #[must_use]
    pub fn with_sdk(mut self, address: &str) -> Self {
        if let Some(origin) = plain_origin(address) {
            for directive in ["connect-src 'self' ", "frame-src ", "form-action 'self' "] {
                self.after = self
                    .after
                    .replace(directive, &format!("{directive}{origin} "));
            }
        }
        self
    }

    /// No directive covers a prefetch. Firefox judges it by `default-src`, and `'none'` would refuse what the cart
    /// loads ahead. All else has a directive of its own, save for a manifest: WebKitGTK does not know `manifest-src`,
    /// and says so on every page.
    fn new(rest: &str) -> Self {
        Self {
            before: "default-src 'self'; script-src 'nonce-".to_owned(),
            after: format!(
                "' 'strict-dynamic' 'wasm-unsafe-eval'; {rest}; media-src 'none'; object-src 'none'; base-uri 'none'; \
                 frame-ancestors 'self'"
            ),
        }
    }

    /// These origins may lay frames into a page too.
    #[must_use]
    pub fn framing(mut self, origins: &str) -> Self {
        self.after = self
            .after
            .replace("frame-src ", &format!("frame-src {origins} "));
        self
    }

    pub fn with_nonce(&self, nonce: &str) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("{}{nonce}{}", self.before, self.after)).ok()
    }
}

fn plain_origin(address: &str) -> Option<String> {
    let url = url::Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "http")?;
    Some(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_of_its_own_is_let_in_by_name_and_the_real_sdk_needs_no_name() {
        let live = || Csp::for_live(None);
        let text = |csp: Csp| csp.with_nonce("abc").unwrap().to_str().unwrap().to_owned();
        let sandbox = text(live().with_sdk("http://localhost:3100/v1/iamport.js"));
        for directive in ["connect-src 'self'", "frame-src", "form-action 'self'"] {
            assert!(
                sandbox.contains(&format!("{directive} http://localhost:3100 https:")),
                "{directive} in {sandbox}"
            );
        }
        assert_eq!(sandbox.replace("http://localhost:3100 ", ""), text(live()));
        assert_eq!(
            text(live().with_sdk("https://cdn.iamport.kr/v1/iamport.js")),
            text(live())
        );
    }

    #[test]
    fn the_sandbox_needs_no_inline_style_and_no_foreign_origin_but_its_own() {
        let policy = Csp::for_sandbox("http://127.0.0.1:3100", None)
            .with_nonce("abc")
            .unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'"));
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("https:"),
            "{policy}"
        );
    }

    #[test]
    fn a_prefetch_falls_back_on_the_default_and_nothing_that_runs_or_shows_does() {
        let fall_back = [
            "script", "style", "img", "font", "connect", "frame", "media", "object",
        ];
        for csp in [
            Csp::for_sandbox("http://127.0.0.1:3100", None),
            Csp::for_live(None),
        ] {
            let policy = csp.with_nonce("abc").unwrap().to_str().unwrap().to_owned();
            assert!(policy.starts_with("default-src 'self'; "), "{policy}");
            for kind in fall_back {
                assert!(
                    policy.contains(&format!("; {kind}-src ")),
                    "{kind}-src in {policy}"
                );
            }
        }
    }

    #[test]
    fn a_postcode_search_gets_its_frame_and_nothing_else() {
        let strict = Csp::for_sandbox("http://127.0.0.1:3100", None);
        let policy = strict
            .clone()
            .framing("https://maps.example")
            .with_nonce("abc")
            .unwrap();
        let without = policy
            .to_str()
            .unwrap()
            .replace("https://maps.example ", "");
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("frame-src https://maps.example http://127.0.0.1:3100;")
        );
        assert_eq!(without, strict.with_nonce("abc").unwrap().to_str().unwrap());
    }
}
