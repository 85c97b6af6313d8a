//! Who sells.

/// What the law and the PGs want to read at the foot of a shop; what is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopInfo {
    pub name: String,
    pub company: String,
    pub ceo: String,
    pub address: String,
    pub tel: String,
    pub email: String,
    pub business_number: String,
    pub mail_order_number: String,
    pub host: String,
    pub privacy_officer: String,
}

impl ShopInfo {
    /// The details that texts may name, by the names they use.
    pub fn details(&self) -> [(&'static str, &str); 10] {
        [
            ("shop", &self.name),
            ("company", &self.company),
            ("ceo", &self.ceo),
            ("address", &self.address),
            ("tel", &self.tel),
            ("email", &self.email),
            ("business_number", &self.business_number),
            ("mail_order_number", &self.mail_order_number),
            ("host", &self.host),
            ("privacy_officer", &self.privacy_officer),
        ]
    }
}
