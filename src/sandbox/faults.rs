//! What goes wrong next, and for whom. A rule has a match, a fault and, if wished, an end.
//! Rules only say *what*; each place that can fail asks for its own fault by name.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::clock::Moment;
use super::money::Amount;

/// Whom a rule is for. Every given pattern must fit (`*` and `?` as in file names); none given fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_uid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imp_uid: Option<String>,
}

/// A switch whose only setting is `true`; to switch off, leave the rule out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct On;

impl Serialize for On {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for On {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer)?
            .then_some(Self)
            .ok_or_else(|| {
                serde::de::Error::custom(
                    "this fault is switched on with true, off by leaving it out",
                )
            })
    }
}

/// Whether the call's effect has happened when the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Before,
    After,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The webhook is never sent.
    DropWebhook(On),
    DelayWebhookMs(u32),
    /// So many copies beside the first.
    DuplicateWebhook(u8),
    /// Two webhooks of one payment arrive in the wrong order: this one waits for the next.
    ReorderWebhook(On),
    /// The window closes, but neither callback nor redirect happens.
    DropCallback(On),
    /// REST answers this status with an HTML page.
    RestStatus(u16),
    RestLatencyMs(u32),
    /// The connection breaks without an answer.
    ConnectionReset(When),
    /// REST answers 200 with no body at all.
    EmptyBody(On),
    /// The gateway approves another amount.
    ApproveAmount(Amount),
    /// The gateway approves in another currency.
    ApproveCurrency(String),
    /// REST answers 401 although the token is good.
    TokenExpired(On),
    /// The record vanishes from look-ups.
    LookupMissing(On),
    /// The `sandbox` flag of the record, whatever its channel is.
    Sandbox(bool),
    /// The gateway approves, and tells the browser that it failed.
    ToldFailedThoughPaid(On),
    /// A failed payment is approved so many seconds later.
    PaidLaterSeconds(u32),
    /// The confirm call is not made although the shop asked for it.
    SkipConfirm(On),
    /// The gateway gave the money back at night and told nobody; a cancel is refused.
    GatewayRefunded(On),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// How often it strikes; without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How long it holds, in seconds of the sandbox's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    pub fault: Fault,
}

/// What a call is about, as far as it can be known.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub merchant_uid: Option<String>,
    pub buyer_email: Option<String>,
    pub imp_uid: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Faults {
    rules: Vec<Rule>,
}

/// More rules than this are a mistake of the caller.
const MOST_RULES: usize = 1_000;

impl Faults {
    pub fn list(&self) -> &[Rule] {
        &self.rules
    }

    pub fn clear(&mut self) {
        self.rules.clear();
    }

    /// Declares what holds for the matches that the new rules name; rules for other matches stay.
    pub fn declare(&mut self, rules: Vec<Rule>, now: Moment) {
        self.rules
            .retain(|old| rules.iter().all(|new| new.matches != old.matches));
        let dated = rules.into_iter().map(|rule| Rule {
            until: rule
                .seconds
                .map(|seconds| now.plus_seconds(i64::from(seconds))),
            ..rule
        });
        self.rules.extend(dated);
        let surplus = self.rules.len().saturating_sub(MOST_RULES);
        self.rules.drain(..surplus);
    }

    /// The first fitting fault that `pick` recognises. It counts as one strike.
    pub fn strike<T>(
        &mut self,
        subject: &Subject,
        now: Moment,
        pick: impl Fn(&Fault) -> Option<T>,
    ) -> Option<T> {
        self.rules
            .retain(|rule| rule.until.is_none_or(|until| now < until));
        let index = self
            .rules
            .iter()
            .position(|rule| rule.matches.fits(subject) && pick(&rule.fault).is_some())?;
        let found = pick(&self.rules[index].fault);
        if let Some(times) = &mut self.rules[index].times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.rules.remove(index);
            }
        }
        found
    }
}

/// One rule, or a list of them.
pub fn read_rules(body: Value) -> Result<Vec<Rule>, serde_json::Error> {
    let list = if let Value::Array(list) = body {
        list
    } else {
        vec![body]
    };
    list.into_iter().map(serde_json::from_value).collect()
}

impl Match {
    fn fits(&self, subject: &Subject) -> bool {
        let pairs = [
            (&self.merchant_uid, &subject.merchant_uid),
            (&self.buyer_email, &subject.buyer_email),
            (&self.imp_uid, &subject.imp_uid),
        ];
        pairs
            .into_iter()
            .all(|(pattern, value)| match (pattern, value) {
                (None, _) => true,
                (Some(pattern), Some(value)) => glob(pattern.as_bytes(), value.as_bytes()),
                (Some(_), None) => false,
            })
    }
}

/// `*` stands for anything, `?` for one byte. Linear in time for one star, and bounded for several
/// because a star that matched is never taken back past the next one.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => {
                let Some((at, taken)) = star else {
                    return false;
                };
                star = Some((at, taken + 1));
                p = at + 1;
                t = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn subject(merchant_uid: &str, buyer_email: &str) -> Subject {
        Subject {
            merchant_uid: Some(merchant_uid.to_owned()),
            buyer_email: Some(buyer_email.to_owned()),
            imp_uid: None,
        }
    }

    fn now() -> Moment {
        Moment::from_seconds(1_760_000_000).expect("in range")
    }

    fn dropped(fault: &Fault) -> Option<()> {
        matches!(fault, Fault::DropWebhook(On)).then_some(())
    }

    #[test]
    fn patterns_fit_as_file_names_do() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("ORD*", "ORD-1", true),
            ("ORD-?", "ORD-12", false),
            ("*@shop.*", "a@shop.example", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false),
        ] {
            assert_eq!(
                glob(pattern.as_bytes(), text.as_bytes()),
                fits,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn a_rule_strikes_as_often_as_it_says_and_only_whom_it_names() {
        let rules = read_rules(
            json!({"match": {"buyer_email": "a@*"}, "times": 1, "fault": {"drop_webhook": true}}),
        );
        let mut faults = Faults::default();
        faults.declare(rules.expect("well formed"), now());
        assert_eq!(faults.strike(&subject("1", "b@x"), now(), dropped), None);
        assert_eq!(
            faults.strike(&subject("1", "a@x"), now(), dropped),
            Some(())
        );
        assert_eq!(faults.strike(&subject("1", "a@x"), now(), dropped), None);
    }

    #[test]
    fn declaring_replaces_only_rules_of_the_same_match() {
        let mut faults = Faults::default();
        let rule = |email: &str, ms: u32| {
            read_rules(json!([{"match": {"buyer_email": email}, "fault": {"rest_latency_ms": ms}}]))
                .expect("well formed")
        };
        faults.declare(rule("a@x", 1), now());
        faults.declare(rule("b@x", 2), now());
        faults.declare(rule("a@x", 3), now());
        let latencies: Vec<_> = faults
            .list()
            .iter()
            .map(|rule| rule.fault.clone())
            .collect();
        assert_eq!(
            latencies,
            [Fault::RestLatencyMs(2), Fault::RestLatencyMs(3)]
        );
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        for body in [
            json!({"fault": {"drop_webhok": true}}),
            json!({"fault": {"drop_webhook": false}}),
            json!(7),
        ] {
            assert!(read_rules(body).is_err());
        }
    }
}
