//! What a payment is to its order, and whether its money may be kept.

use super::Payment;

/// What a payment is to its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No money has moved yet.
    Open,
    /// It is what the order was paid with.
    Counts,
    /// The order was paid already; this money is to go back.
    Duplicate,
    /// Its figures do not fit the attempt.
    Forged,
    /// Rightly paid, but the goods are gone.
    OutOfStock,
    /// It failed, or its money has gone back.
    Inactive,
}

impl Standing {
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Counts,
        Self::Duplicate,
        Self::Forged,
        Self::OutOfStock,
        Self::Inactive,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Counts => "counts",
            Self::Duplicate => "surplus",
            Self::Forged => "forged",
            Self::OutOfStock => "unfillable",
            Self::Inactive => "void",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == word)
    }

    /// The shop may not keep this money, whatever its order says.
    pub const fn is_owed_back(self) -> bool {
        match self {
            Self::Duplicate | Self::Forged | Self::OutOfStock => true,
            Self::Open | Self::Counts | Self::Inactive => false,
        }
    }
}

/// A payment as the shop has booked it: what i'mport last said of it, and what it is to its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedPayment {
    pub standing: Standing,
    pub mismatch: Option<String>,
    pub payment: Payment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_survive_their_words_and_only_three_are_owed_back() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_word(standing.as_str()), Some(standing));
        }
        let owed: Vec<&str> = Standing::ALL
            .into_iter()
            .filter(|it| it.is_owed_back())
            .map(Standing::as_str)
            .collect();
        assert_eq!(owed, ["surplus", "forged", "unfillable"]);
    }
}
