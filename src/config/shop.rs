//! Who sells.

use std::path::PathBuf;

use clap::Args;

use crate::{checkout::Contact, domain::shop_info::ShopInfo};

#[derive(Debug, Args)]
#[command(next_help_heading = "The shop's details, shown at the foot of each page")]
pub struct ShopArgs {
    #[arg(long, env = "SHOP_NAME", default_value = "Fjord & Field")]
    pub shop_name: String,
    /// 상호
    #[arg(long, env = "SHOP_COMPANY", default_value = "")]
    pub shop_company: String,
    /// 대표자
    #[arg(long, env = "SHOP_CEO", default_value = "")]
    pub shop_ceo: String,
    #[arg(long, env = "SHOP_ADDRESS", default_value = "")]
    pub shop_address: String,
    #[arg(long, env = "SHOP_TEL", default_value = "")]
    pub shop_tel: String,
    #[arg(long, env = "SHOP_EMAIL", default_value = "")]
    pub shop_email: String,
    /// 사업자등록번호
    #[arg(long, env = "SHOP_BUSINESS_NUMBER", default_value = "")]
    pub shop_business_number: String,
    /// 통신판매업 신고번호
    #[arg(long, env = "SHOP_MAIL_ORDER_NUMBER", default_value = "")]
    pub shop_mail_order_number: String,
    /// 호스팅 제공자
    #[arg(long, env = "SHOP_HOST", default_value = "")]
    pub shop_host: String,
    /// 개인정보 보호책임자
    #[arg(long, env = "SHOP_PRIVACY_OFFICER", default_value = "")]
    pub shop_privacy_officer: String,
    /// A folder with your own legal texts: terms.ko.txt, privacy.ko.txt, refunds.ko.txt and their .en.txt twins
    /// [default: the built-in ones]
    #[arg(long, env = "POLICIES")]
    pub policies: Option<PathBuf>,
}

impl ShopArgs {
    pub(super) fn info(&self) -> ShopInfo {
        ShopInfo {
            name: self.shop_name.trim().to_owned(),
            company: self.shop_company.trim().to_owned(),
            ceo: self.shop_ceo.trim().to_owned(),
            address: self.shop_address.trim().to_owned(),
            tel: self.shop_tel.trim().to_owned(),
            email: self.shop_email.trim().to_owned(),
            business_number: self.shop_business_number.trim().to_owned(),
            mail_order_number: self.shop_mail_order_number.trim().to_owned(),
            host: self.shop_host.trim().to_owned(),
            privacy_officer: self.shop_privacy_officer.trim().to_owned(),
        }
    }

    pub(super) fn contact(&self) -> Contact {
        Contact {
            tel: self.shop_tel.trim().to_owned(),
            email: self.shop_email.trim().to_owned(),
        }
    }
}
