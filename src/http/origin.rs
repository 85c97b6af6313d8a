//! Under which origin a browser has reached the shop.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{header, uri::Authority},
};

use super::proxies::TrustedProxies;

/// Scheme and authority, without a port that goes without saying: `https://shop.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    host: String,
}

impl Origin {
    /// `None` for what is no address of the web.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url::Url::parse(url).ok()?;
        let scheme = ["http", "https"]
            .into_iter()
            .find(|scheme| *scheme == url.scheme())?;
        let host = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str()?),
            None => url.host_str()?.to_owned(),
        };
        Some(Self { scheme, host })
    }

    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    #[must_use]
    pub fn by(&self, scheme: &str) -> Option<Self> {
        Self::parse(&format!("{scheme}://{}", self.host))
    }

    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// How the browser came, as far as can be told: by https only if a proxy of ours or the browser says so.
    pub fn of(request: &Request, proxies: &TrustedProxies, peer: Option<IpAddr>) -> Option<Self> {
        let headers = request.headers();
        let host = proxies
            .host(headers, peer)
            .or_else(|| own_host(request).map(str::to_owned))?;
        let sent_from = headers
            .get(header::ORIGIN)
            .and_then(|origin| Self::parse(origin.to_str().ok()?));
        let scheme = proxies.scheme(headers, peer).unwrap_or_else(|| {
            let same_host = sent_from.filter(|origin| origin.host == without_usual_port(&host));
            same_host.map_or("http", |origin| origin.scheme)
        });
        Self::parse(&format!("{scheme}://{host}"))
    }

    /// Whether a proxy may ask so for `canonical`: under a name that is good in this network alone, or without its port.
    /// Sent to the canonical name, it would come back the same way.
    pub fn is_a_proxys_name_for(&self, canonical: &Self) -> bool {
        let (name, port) = (self.name(), self.port());
        if name == canonical.name() {
            return port.is_none() && canonical.port().is_some();
        }
        // On one machine people open either name; a proxy there asks by another port.
        let local = |name: &str| {
            name == "localhost"
                || name.ends_with(".localhost")
                || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        };
        if local(name) && local(canonical.name()) {
            return port != canonical.port();
        }
        self.is_inner()
    }

    fn name(&self) -> &str {
        match self.host.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => self.host.split(':').next().unwrap_or_default(),
        }
    }

    fn port(&self) -> Option<&str> {
        let behind = self.host.rsplit(']').next().unwrap_or_default();
        behind.rsplit_once(':').map(|(_, port)| port)
    }

    /// A name that is good on this machine or in this network alone.
    fn is_inner(&self) -> bool {
        let name = self.name();
        match name.parse::<IpAddr>() {
            Ok(IpAddr::V4(v4)) => {
                v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified()
            }
            Ok(IpAddr::V6(v6)) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local(),
            Err(_) => {
                !name.contains('.')
                    || [".localhost", ".internal", ".local"]
                        .iter()
                        .any(|end| name.ends_with(end))
            }
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)
    }
}

fn own_host(request: &Request) -> Option<&str> {
    let header = request.headers().get(header::HOST);
    header
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(Authority::as_str))
}

pub fn without_usual_port(host: &str) -> &str {
    host.strip_suffix(":443")
        .or_else(|| host.strip_suffix(":80"))
        .unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn an_origin_has_no_port_that_goes_without_saying() {
        for (url, origin) in [
            ("https://shop.example", "https://shop.example"),
            ("https://SHOP.example:443/", "https://shop.example"),
            ("http://shop.example:80", "http://shop.example"),
            ("https://shop.example:8443", "https://shop.example:8443"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(Origin::parse(url).unwrap().to_string(), origin);
        }
        for url in ["shop.example", "javascript:alert(1)", "null", "file:///x"] {
            assert_eq!(Origin::parse(url), None, "{url}");
        }
    }

    #[test]
    fn a_browsers_own_word_tells_the_scheme_of_its_own_host_alone() {
        let came = |host: &str, from: &str| {
            let request = Request::builder()
                .header(header::HOST, host)
                .header(header::ORIGIN, from)
                .body(Body::empty())
                .unwrap();
            Origin::of(&request, &TrustedProxies::Nobody, None)
                .unwrap()
                .to_string()
        };
        assert_eq!(came("a.example", "https://a.example"), "https://a.example");
        assert_eq!(came("a.example", "https://b.example"), "http://a.example");
        assert_eq!(came("a.example:3000", "null"), "http://a.example:3000");
    }

    #[test]
    fn no_proxy_is_sent_in_circles() {
        for (asked, canonical, proxys) in [
            ("http://shop:3000", "http://localhost:8080", true),
            ("http://127.0.0.1:3000", "http://localhost:8080", true),
            ("http://127.0.0.1:3000", "http://localhost:3000", false),
            ("http://localhost:3000", "http://shop.localhost:3000", false),
            ("https://shop.example", "https://shop.example:8443", true),
            ("https://shop.example:8443", "https://shop.example", false),
            ("http://shop.example", "https://shop.example", false),
            ("https://10.0.0.9:3000", "https://shop.example", true),
            ("https://www.shop.example", "https://shop.example", false),
            ("http://192.168.0.7:3000", "http://192.168.0.9:3000", true),
        ] {
            let [asked, canonical] = [asked, canonical].map(|url| Origin::parse(url).unwrap());
            assert_eq!(
                asked.is_a_proxys_name_for(&canonical),
                proxys,
                "{asked} {canonical}"
            );
        }
    }

    #[test]
    fn inner_names_are_known() {
        for (host, inner) in [
            ("127.0.0.1:3000", true),
            ("10.1.2.3", true),
            ("[::1]:3000", true),
            ("localhost:3000", true),
            ("node1:3000", true),
            ("shop.localhost:3000", true),
            ("203.0.113.9", false),
            ("shop.example", false),
            ("www.shop.example:8443", false),
        ] {
            let origin = Origin::parse(&format!("http://{host}")).unwrap();
            assert_eq!(origin.is_inner(), inner, "{host}");
        }
    }
}
