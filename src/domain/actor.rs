//! Who moved an order, or made the shop ask i'mport.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The payment window's callback, by way of a server function or the JSON endpoint.
    Browser,
    /// A redirect to `m_redirect_url`.
    Return,
    Webhook,
    /// The shop's own asking: the sweeper, or a page that waits.
    Sweep,
    /// The shop's own giving back.
    Refund,
    /// The ledgers were compared.
    Reconcile,
    /// A cash receipt was brought in line.
    Receipt,
    /// Time ran out.
    Clock,
    Staff,
    Shopper,
}

impl Actor {
    /// The word in rows, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Return => "return",
            Self::Webhook => "webhook",
            Self::Sweep => "sweep",
            Self::Refund => "refund",
            Self::Reconcile => "reconcile",
            Self::Receipt => "receipt",
            Self::Clock => "clock",
            Self::Staff => "staff",
            Self::Shopper => "shopper",
        }
    }
}
