//! The gateways (PGs) the sandbox knows: what each opens on which device and what it insists on.
//! Facts come from i'mport's PG pages and the public SDK; how a window looks is not decided here.

use serde::{Deserialize, Serialize};

use super::money::Amount;

/// Where the shopper sits, as the SDK tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    Pc,
    Mobile,
    /// No browser: an account issued by REST.
    Api,
}

impl Device {
    /// The `channel` of a Payment object.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Mobile => "mobile",
            Self::Api => "api",
        }
    }
}

/// How a payment window comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// An iframe over the shop's page; the result goes to the callback.
    Frame,
    /// A second browser window; the result goes to the callback.
    Popup,
    /// The shop's page is left; the result goes to `m_redirect_url`.
    Redirect,
}

/// Which of i'mport's two generations of modules serves the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    Legacy,
    /// Reachable by `v1/iamport.js` only; answers without a `success` key.
    New,
}

/// One gateway's habits.
#[derive(Clone, Copy, Debug)]
pub struct Gateway {
    pub provider: &'static str,
    pub mid: &'static str,
    pub name: &'static str,
    pub english: &'static str,
    pub module: Module,
    pub pc: Door,
    pub mobile: Door,
    /// What `popup: true` changes the doors to.
    pub with_popup: Option<Door>,
    /// What `popup: false` changes the doors to.
    pub without_popup: Option<Door>,
    /// The window refuses to open without `buyer_tel`.
    pub needs_tel: bool,
    /// The method every payment of an easy-pay gateway ends in, whatever was asked.
    pub always: Option<&'static str>,
}

const fn gateway(
    provider: &'static str,
    mid: &'static str,
    name: &'static str,
    english: &'static str,
) -> Gateway {
    Gateway {
        provider,
        mid,
        name,
        english,
        module: Module::Legacy,
        pc: Frame,
        mobile: Redirect,
        with_popup: None,
        without_popup: None,
        needs_tel: false,
        always: None,
    }
}

impl Gateway {
    const fn new_module(mut self) -> Self {
        self.module = Module::New;
        self
    }

    const fn doors(mut self, pc: Door, mobile: Door) -> Self {
        self.pc = pc;
        self.mobile = mobile;
        self
    }

    const fn popup_means(mut self, door: Door) -> Self {
        self.with_popup = Some(door);
        self
    }

    const fn no_popup_means(mut self, door: Door) -> Self {
        self.without_popup = Some(door);
        self
    }

    const fn tel(mut self) -> Self {
        self.needs_tel = true;
        self
    }

    const fn pays_by(mut self, method: &'static str) -> Self {
        self.always = Some(method);
        self
    }

    /// The door for a device and the `popup` parameter (for naverpay: `naverPopupMode`).
    pub fn door(&self, device: Device, popup: Option<bool>) -> Door {
        let usual = match device {
            Device::Pc | Device::Api => self.pc,
            Device::Mobile => self.mobile,
        };
        let asked = match popup {
            Some(true) => self.with_popup,
            Some(false) => self.without_popup,
            None => None,
        };
        asked.unwrap_or(usual)
    }

    /// The smallest amount in won that the gateway takes; `usual` where it names none.
    pub fn minimum(&self, usual: Amount) -> Amount {
        match self.provider {
            "naverpay" => Amount::won(10),
            "welcome" => Amount::won(1_000),
            _ => usual,
        }
    }

    /// The currency when the shop names none.
    pub fn default_currency(&self) -> &'static str {
        if self.is_paypal() { "USD" } else { "KRW" }
    }

    /// PayPal takes no won.
    pub fn takes(&self, currency: &str) -> bool {
        match self.provider {
            "paypal" | "paypal_v2" => currency != "KRW",
            "eximbay" | "paymentwall" | "inicis-jp" => true,
            _ => currency == "KRW",
        }
    }

    pub fn is_paypal(&self) -> bool {
        matches!(self.provider, "paypal" | "paypal_v2")
    }
}

use Door::{Frame, Popup, Redirect};

/// Every gateway; the first is the default of a merchant.
pub const GATEWAYS: &[Gateway] = &[
    gateway("html5_inicis", "INIpayTest", "KG이니시스", "KG Inicis").tel(),
    gateway("kcp", "T0000", "NHN KCP", "NHN KCP"),
    gateway("nice", "nictest00m", "나이스페이", "NICE Pay"),
    gateway("tosspayments", "tosstest", "토스페이먼츠", "Toss Payments").new_module(),
    gateway("kakaopay", "TC0ONETIME", "카카오페이", "KakaoPay").pays_by("point"),
    gateway("naverpay", "naverpay_sandbox", "네이버페이", "Naver Pay")
        .doors(Redirect, Redirect)
        .popup_means(Popup)
        .pays_by("naverpay"),
    gateway("tosspay", "tosstest", "토스페이", "Toss Pay")
        .doors(Popup, Redirect)
        .pays_by("tosspay"),
    gateway("payco", "PARTNERTEST", "페이코", "PAYCO")
        .doors(Popup, Frame)
        .popup_means(Popup)
        .tel()
        .pays_by("payco"),
    gateway("paypal", "paypal_sandbox", "페이팔", "PayPal")
        .doors(Redirect, Redirect)
        .popup_means(Popup)
        .pays_by("paypal"),
    gateway("danal_tpay", "9810030929", "다날", "Danal")
        .doors(Frame, Frame)
        .tel(),
    gateway("danal", "A010002002", "다날 휴대폰", "Danal Phone")
        .doors(Frame, Frame)
        .tel()
        .pays_by("phone"),
    gateway("mobilians", "170622040674", "KG모빌리언스", "KG Mobilians").tel(),
    gateway(
        "mobilians_v2",
        "mobilians_v2",
        "KG모빌리언스(신)",
        "KG Mobilians v2",
    )
    .doors(Popup, Redirect)
    .tel(),
    gateway("kicc", "T5102001", "KICC", "KICC").tel(),
    gateway("ksnet", "2999199999", "KSNET", "KSNET").new_module(),
    gateway("nice_v2", "nictest04m", "나이스페이(신)", "NICE Pay v2").new_module(),
    gateway("smartro_v2", "t_2208121m", "스마트로(신)", "Smartro v2").new_module(),
    gateway("welcome", "welcometst", "웰컴페이먼츠", "Welcome Payments").new_module(),
    gateway(
        "tosspay_v2",
        "tosspay_v2_test",
        "토스페이(신)",
        "Toss Pay v2",
    )
    .new_module()
    .doors(Popup, Redirect)
    .pays_by("tosspay"),
    gateway(
        "toss_brandpay",
        "toss_brandpay",
        "토스 브랜드페이",
        "Toss BrandPay",
    )
    .new_module()
    .pays_by("toss_brandpay"),
    gateway("paypal_v2", "paypal_v2_sandbox", "페이팔(신)", "PayPal v2")
        .new_module()
        .doors(Popup, Popup)
        .pays_by("paypal"),
    gateway("uplus", "tlgdacomxpay", "LG U+", "LG U+"),
    gateway("inicis", "INIBillTst", "KG이니시스(구)", "KG Inicis (old)").tel(),
    gateway(
        "kcp_billing",
        "BA001",
        "NHN KCP 정기결제",
        "NHN KCP Billing",
    ),
    gateway("kcp_quick", "kcp_quick", "NHN KCP 퀵페이", "NHN KCP Quick").doors(Popup, Redirect),
    gateway("galaxia", "galaxia_test", "갤럭시아", "Galaxia"),
    gateway("smartro", "SMTPAY001m", "스마트로", "Smartro").doors(Popup, Redirect),
    gateway("daou", "CTS11027", "키움페이", "Kiwoompay").doors(Popup, Redirect),
    gateway("settle", "mid_test", "헥토파이낸셜", "Hecto Financial")
        .doors(Popup, Redirect)
        .tel(),
    gateway(
        "settle_acc",
        "settle_acc",
        "헥토 내통장결제",
        "Hecto Account",
    )
    .doors(Popup, Redirect)
    .pays_by("trans"),
    gateway("smilepay", "cnstest25m", "스마일페이", "SmilePay")
        .doors(Popup, Redirect)
        .tel()
        .pays_by("card"),
    gateway("chai", "chai_test", "차이", "CHAI").doors(Popup, Redirect),
    gateway("eximbay", "1849705C64", "엑심베이", "Eximbay")
        .doors(Popup, Popup)
        .no_popup_means(Redirect)
        .tel(),
    gateway("naverco", "naverco_sandbox", "네이버 주문형", "Naver Order")
        .doors(Redirect, Redirect)
        .popup_means(Popup),
    gateway(
        "paymentwall",
        "paymentwall_test",
        "페이먼트월",
        "Paymentwall",
    ),
    gateway(
        "inicis-jp",
        "inicis_jp_test",
        "이니시스 일본",
        "Inicis Japan",
    )
    .doors(Popup, Redirect),
];

/// The gateway of this name.
pub fn find(provider: &str) -> Option<&'static Gateway> {
    GATEWAYS.iter().find(|gateway| gateway.provider == provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_follow_gateway_device_and_popup() {
        let table = [
            ("kcp", Device::Pc, None, Frame),
            ("kcp", Device::Mobile, None, Redirect),
            ("paypal", Device::Pc, None, Redirect),
            ("paypal", Device::Mobile, Some(true), Popup),
            ("payco", Device::Pc, None, Popup),
            ("payco", Device::Mobile, None, Frame),
            ("danal", Device::Mobile, None, Frame),
            ("eximbay", Device::Pc, Some(false), Redirect),
            ("tosspay", Device::Pc, None, Popup),
            ("naverpay", Device::Pc, Some(true), Popup),
        ];
        for (provider, device, popup, door) in table {
            let gateway = find(provider).expect("in the table");
            assert_eq!(
                gateway.door(device, popup),
                door,
                "{provider} {device:?} {popup:?}"
            );
        }
    }

    #[test]
    fn no_gateway_is_listed_twice() {
        let mut names: Vec<_> = GATEWAYS.iter().map(|gateway| gateway.provider).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), GATEWAYS.len());
    }
}
