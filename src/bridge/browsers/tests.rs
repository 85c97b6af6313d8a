//! User agents as browsers send them.

use super::*;

const FINGERS: bool = true;
const MOUSE: bool = false;

#[rustfmt::skip]
const IN_APPS: [(&str, &str); 23] = [
    ("KakaoTalk", "Mozilla/5.0 (Linux; Android 14; SM-S918N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36;KAKAOTALK 2410730"),
    ("KakaoTalk", "Mozilla/5.0 (Linux; Android 12; SM-G977N Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/106.0.5249.126 Mobile Safari/537.36 KAKAOTALK 2409940"),
    ("KakaoTalk", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 10.7.5"),
    ("KakaoTalk", "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 10.2.1"),
    ("Naver", "Mozilla/5.0 (Linux; Android 13; SM-A536N Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/113.0.5672.132 Whale/1.0.0.0 Crosswalk/27.113.0.18 Mobile Safari/537.36 NAVER(inapp; search; 1080; 12.0.4)"),
    ("Naver", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1080; 12.0.10; 13PRO)"),
    ("Naver", "Mozilla/5.0 (Linux; Android 11; LM-V500N Build/RKQ1.210420.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/92.0.4515.166 Whale/1.0.0.0 Crosswalk/26.92.0.11 Mobile Safari/537.36 NAVER(inapp; blog; 100; 7.9.1)"),
    ("Naver", "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 NAVER(inapp; cafe; 2023; 7.3.2)"),
    ("Line", "Mozilla/5.0 (Linux; Android 13; SC-51C Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/114.0.5735.130 Mobile Safari/537.36 Line/13.10.0/IAB"),
    ("Line", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/13.4.1"),
    ("Line", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/13.15.0 LIFF"),
    ("Facebook", "Mozilla/5.0 (Linux; Android 12; SM-G991N Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/108.0.5359.128 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/395.0.0.27.214;]"),
    ("Facebook", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20B101 [FBAN/FBIOS;FBDV/iPhone13,2;FBMD/iPhone;FBSN/iOS;FBSV/16.1.1;FBSS/3;FBID/phone;FBLC/ko_KR;FBOP/5]"),
    ("Facebook", "Mozilla/5.0 (Linux; Android 10; SM-N960N Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/96.0.4664.104 Mobile Safari/537.36 [FB_IAB/MESSENGER;FBAV/341.0.0.13.114;]"),
    ("Facebook", "Mozilla/5.0 (iPad; CPU OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/19H12 [FBAN/MessengerForiOS;FBAV/385.0.0.28.108;FBDV/iPad11,3;FBSN/iPadOS;FBLC/ko_KR]"),
    ("Instagram", "Mozilla/5.0 (Linux; Android 13; SM-S908N Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 Instagram 281.0.0.19.105 Android (33/13; 600dpi; 1440x3088; samsung; SM-S908N; b0q; qcom; ko_KR; 472143012)"),
    ("Instagram", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 283.0.0.15.105 (iPhone14,5; iOS 16_4_1; ko_KR; ko; scale=3.00; 1170x2532; 477204519)"),
    ("Instagram", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 312.0.1.17.110 (iPhone15,2; iOS 17_2; en_US; en; scale=3.00; 1179x2556; 548339486)"),
    ("Daum", "Mozilla/5.0 (Linux; Android 9; SM-G950N Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/91.0.4472.120 Mobile Safari/537.36 DaumApps/7.4.2 DaumDevice/mobile"),
    ("Daum", "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 DaumApps/6.9.1 DaumDevice/mobile"),
    ("Band", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 BAND/11.0.2 (iOS; 16.0; iPhone13,3)"),
    ("another Android app", "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/UQ1A.240205.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/121.0.6167.164 Mobile Safari/537.36"),
    ("another Android app", "Mozilla/5.0 (Linux; Android 8.0.0; SM-G935S Build/R16NW; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/75.0.3770.101 Mobile Safari/537.36"),
];

#[rustfmt::skip]
const BROWSERS: [&str; 16] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.2478.51",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Whale/3.25.232.19 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12; SM-A325N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Whale/1.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 EdgiOS/122.0.2365.99 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3 Mobile/15E148 Safari/604.1 Whale/2.8.9",
];

#[test]
fn browsers_inside_apps_are_known_and_open_no_popups() {
    for (app, user_agent) in IN_APPS {
        assert!(!opens_popups(user_agent, FINGERS), "{app}: {user_agent}");
        // Android's WebView is marked in most of them; the app's own mark must do by itself.
        assert_eq!(
            inside_app(&user_agent.replace("; wv)", ")")).unwrap_or("another Android app"),
            app,
            "{user_agent}"
        );
    }
}

#[test]
fn browsers_of_their_own_open_popups() {
    for user_agent in BROWSERS {
        assert_eq!(inside_app(user_agent), None, "{user_agent}");
        assert!(opens_popups(user_agent, MOUSE), "{user_agent}");
    }
}

#[test]
fn a_click_outlives_a_request_everywhere_but_in_webkit() {
    let apples =
        |user_agent: &str| user_agent.contains("iPhone") || user_agent.contains("Version/");
    for user_agent in BROWSERS {
        assert_eq!(
            blocks_popups_after_a_request(user_agent),
            apples(user_agent),
            "{user_agent}"
        );
    }
}

#[test]
fn an_ipad_in_a_macs_clothes_opens_none() {
    let desktop_safari = BROWSERS[5];
    assert!(opens_popups(desktop_safari, MOUSE));
    assert!(!opens_popups(desktop_safari, FINGERS));
    let windows_with_a_touch_screen = BROWSERS[0];
    assert!(opens_popups(windows_with_a_touch_screen, FINGERS));
}
