//! Whose search for postcodes the order form offers.

use clap::ValueEnum;

/// Who knows all Korean addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PostcodeSearch {
    /// Kakao's (formerly Daum's) free postcode service
    Kakao,
}

impl PostcodeSearch {
    pub const fn script(self) -> &'static str {
        match self {
            Self::Kakao => "https://t1.kakaocdn.net/mapjsapi/bundle/postcode/prod/postcode.v2.js",
        }
    }

    /// Where its layer comes from.
    pub const fn frames(self) -> &'static str {
        match self {
            Self::Kakao => "https://postcode.map.kakao.com https://postcode.map.daum.net",
        }
    }
}
