//! What proxies of ours tell about a request: who sent it, by which scheme, under which name. Whoever is not known to be
//! a proxy of ours may write anything into these headers, so their word counts only as far as `TRUST_PROXY` says.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, header},
};
use ipnet::IpNet;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The other end of the connection.
pub fn peer(request: &Request) -> Option<IpAddr> {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    connection.map(|ConnectInfo(address)| address.ip().to_canonical())
}

/// Which hops before the shop are proxies of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrustedProxies {
    #[default]
    Nobody,
    /// So many of the last ones, whatever their addresses.
    Hops(usize),
    /// Those with addresses in these networks.
    Networks(Vec<IpNet>),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "TRUST_PROXY is a number of proxies (true: 1), or their networks, like 10.0.0.0/8,192.0.2.7: it cannot be {0:?}"
)]
pub struct UnknownProxies(String);

impl FromStr for TrustedProxies {
    type Err = UnknownProxies;

    fn from_str(text: &str) -> Result<Self, UnknownProxies> {
        let unknown = || UnknownProxies(text.to_owned());
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "" | "false" | "no" | "off" | "0" => return Ok(Self::Nobody),
            "true" | "yes" | "on" => return Ok(Self::Hops(1)),
            _ => {}
        }
        if let Ok(hops) = text.parse() {
            return Ok(Self::Hops(hops));
        }
        text.split([',', ' '])
            .filter(|network| !network.is_empty())
            .map(|network| {
                let network = network.trim();
                network
                    .parse()
                    .or_else(|_| network.parse::<IpAddr>().map(IpNet::from))
                    .map_err(|_| unknown())
            })
            .collect::<Result<_, _>>()
            .map(Self::Networks)
    }
}

impl TrustedProxies {
    /// Who sent the request: the other end of the connection, or the last address on the way that is no proxy of ours.
    pub fn client(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<IpAddr> {
        if !self.trusts(peer) {
            return peer;
        }
        let way = forwarded_for(headers);
        // The last one is what the nearest proxy has seen itself. What cannot be read hides all before it.
        let mut seen = peer;
        for (hops, address) in (1..).zip(way.iter().rev()) {
            let Some(address) = *address else { break };
            seen = Some(address);
            let behind_is_ours = match self {
                Self::Nobody => false,
                Self::Hops(ours) => hops < *ours,
                Self::Networks(_) => self.trusts(seen),
            };
            if !behind_is_ours {
                break;
            }
        }
        seen
    }

    /// `http` or `https`, if a proxy of ours says by which the browser came.
    pub fn scheme(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<&'static str> {
        let told = self.told(headers, peer, &X_FORWARDED_PROTO, "proto")?;
        ["http", "https"]
            .into_iter()
            .find(|scheme| told.eq_ignore_ascii_case(scheme))
    }

    /// The name under which the browser asked, if a proxy of ours says so.
    pub fn host(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
        self.told(headers, peer, &X_FORWARDED_HOST, "host")
            .filter(|host| !host.is_empty())
    }

    /// Of several values the first: that of the outermost proxy.
    fn told(
        &self,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
        name: &HeaderName,
        parameter: &str,
    ) -> Option<String> {
        if !self.trusts(peer) {
            return None;
        }
        let own = values(headers, name).next();
        own.or_else(|| {
            values(headers, &header::FORWARDED).find_map(|hop| {
                parameters(&hop).find_map(|(name, value)| (name == parameter).then_some(value))
            })
        })
    }

    fn trusts(&self, peer: Option<IpAddr>) -> bool {
        match self {
            Self::Nobody => false,
            Self::Hops(ours) => *ours > 0,
            Self::Networks(networks) => peer.is_some_and(|peer| {
                let peer = peer.to_canonical();
                networks.iter().any(|network| network.contains(&peer))
            }),
        }
    }
}

/// The addresses on the way, the client's own first; `None` for what is none. `Forwarded` (RFC 7239) counts where there is
/// no `X-Forwarded-For`: a proxy that writes the one passes the other on as it came.
fn forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    if headers.contains_key(&X_FORWARDED_FOR) {
        return values(headers, &X_FORWARDED_FOR)
            .map(|hop| address(&hop))
            .collect();
    }
    values(headers, &header::FORWARDED)
        .map(|hop| {
            parameters(&hop)
                .find_map(|(name, value)| (name == "for").then(|| address(&value)))
                .flatten()
        })
        .collect()
}

/// All members of a header's list, over however many lines it goes.
fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> + use<'h> {
    headers
        .get_all(name)
        .iter()
        // A line that is no text hides what stands before it, too.
        .flat_map(|line| {
            let line = String::from_utf8_lossy(line.as_bytes()).into_owned();
            line.split(',')
                .map(|member| member.trim().to_owned())
                .collect::<Vec<_>>()
        })
}

/// The pairs of one hop of `Forwarded`: `for="[2001:db8::1]:4711";proto=https`.
fn parameters(hop: &str) -> impl Iterator<Item = (String, String)> + '_ {
    hop.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((
            name.trim().to_ascii_lowercase(),
            value.trim().trim_matches('"').to_owned(),
        ))
    })
}

/// With or without a port, in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let plain = match text.strip_prefix('[') {
        Some(v6) => v6.split_once(']')?.0,
        None => text,
    };
    plain
        .parse()
        .ok()
        .or_else(|| plain.rsplit_once(':')?.0.parse().ok())
        .map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn client(trust: &str, peer: &str, lines: &[(&'static str, &'static str)]) -> String {
        let trust: TrustedProxies = trust.parse().unwrap();
        let client = trust.client(&headers(lines), Some(peer.parse().unwrap()));
        client.unwrap().to_string()
    }

    #[test]
    fn the_client_is_the_last_address_that_is_no_proxy_of_ours() {
        const XFF: &str = "x-forwarded-for";
        const SHOPPER: &str = "203.0.113.9";
        for (trust, lines, seen) in [
            ("", vec![(XFF, SHOPPER)], "10.0.0.1"),
            ("true", vec![], "10.0.0.1"),
            ("true", vec![(XFF, SHOPPER)], SHOPPER),
            ("1", vec![(XFF, "203.0.113.9:51234")], SHOPPER),
            ("1", vec![(XFF, "1.1.1.1, 203.0.113.9")], SHOPPER),
            ("1", vec![(XFF, "1.1.1.1"), (XFF, "203.0.113.9")], SHOPPER),
            ("1", vec![(XFF, "\"203.0.113.9\"")], SHOPPER),
            ("1", vec![(XFF, "::ffff:203.0.113.9")], SHOPPER),
            ("2", vec![(XFF, "1.1.1.1, 203.0.113.9, 10.0.0.2")], SHOPPER),
            ("2", vec![(XFF, "203.0.113.9")], SHOPPER),
            ("1", vec![(XFF, "[2001:db8::9]:443")], "2001:db8::9"),
            ("1", vec![(XFF, "2001:db8::9")], "2001:db8::9"),
            (
                "1",
                vec![("forwarded", "for=203.0.113.9;proto=https")],
                SHOPPER,
            ),
            (
                "1",
                vec![("forwarded", "For=\"[2001:db8::9]:4711\"")],
                "2001:db8::9",
            ),
            (
                "2",
                vec![
                    ("forwarded", "for=1.1.1.1, for=203.0.113.9"),
                    ("forwarded", "for=10.0.0.2"),
                ],
                SHOPPER,
            ),
            // A client's own word beside what our proxy writes.
            (
                "1",
                vec![("forwarded", "for=1.1.1.1"), (XFF, SHOPPER)],
                SHOPPER,
            ),
            // Nobody can hide behind a word that is no address.
            ("1", vec![(XFF, "unknown")], "10.0.0.1"),
            ("2", vec![(XFF, "1.1.1.1, _hidden, 10.0.0.2")], "10.0.0.2"),
            (
                "10.0.0.0/8",
                vec![(XFF, "1.1.1.1, 203.0.113.9, 10.9.9.9")],
                SHOPPER,
            ),
            ("10.0.0.1", vec![(XFF, "1.1.1.1, 203.0.113.9")], SHOPPER),
            (
                "192.0.2.0/24, 10.0.0.1",
                vec![(XFF, "203.0.113.9, 192.0.2.7")],
                SHOPPER,
            ),
            ("192.0.2.0/24", vec![(XFF, SHOPPER)], "10.0.0.1"),
        ] {
            assert_eq!(
                client(trust, "10.0.0.1", &lines),
                seen,
                "{trust:?} {lines:?}"
            );
        }
    }

    #[test]
    fn a_setting_that_names_no_proxies_is_refused() {
        for text in [
            "maybe",
            "10.0.0.0/33",
            "-1",
            "proxy.example",
            "10.0.0.1;10.0.0.2",
        ] {
            let refused = text.parse::<TrustedProxies>().unwrap_err().to_string();
            assert!(refused.contains("TRUST_PROXY"), "{text}: {refused}");
        }
        for (text, trust) in [
            (" true ", TrustedProxies::Hops(1)),
            ("FALSE", TrustedProxies::Nobody),
            ("2", TrustedProxies::Hops(2)),
        ] {
            assert_eq!(text.parse(), Ok(trust), "{text}");
        }
    }

    #[test]
    fn only_proxies_of_ours_say_how_the_browser_came() {
        let peer = Some("10.0.0.1".parse().unwrap());
        let told = headers(&[
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", "shop.example"),
        ]);
        let standard = headers(&[("forwarded", "for=1.1.1.1;Proto=HTTPS;host=\"shop.example\"")]);
        for headers in [told, standard] {
            let trust = TrustedProxies::Hops(1);
            assert_eq!(trust.scheme(&headers, peer), Some("https"));
            assert_eq!(trust.host(&headers, peer).as_deref(), Some("shop.example"));
            assert_eq!(TrustedProxies::Nobody.scheme(&headers, peer), None);
            assert_eq!(TrustedProxies::Nobody.host(&headers, peer), None);
        }
    }
}
