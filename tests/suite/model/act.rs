//! What can happen to an order, and random histories of it.

use proptest::{collection::vec, option, prelude::*};

/// One thing that happens to one order.
#[derive(Clone, Debug)]
pub struct Act {
    pub order: usize,
    pub step: Step,
    /// The process dies at the so-manieth time that the step has to wait for something.
    pub crash: Option<u8>,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Pay pressed; on an order that exists, once more.
    Place(Method),
    /// The shopper changes the cart and presses Pay: another order, for which the unpaid one gives way.
    Another(Method),
    /// Somebody does something in the latest window, or in the first one, left open in another tab.
    Window(Which, InWindow),
    /// Somebody else wants the same goods.
    Rival,
    News(News),
    /// The three ways at once.
    Together,
    Confirm,
    /// Inbox, outbox, sweeper and expiry do what is due.
    Work,
    Wait(Span),
    Console(Console),
    Trouble(Trouble),
    /// The shopper does not want it any more.
    Cancel,
    /// Staff sends the goods off.
    Dispatch,
}

#[derive(Clone, Copy, Debug)]
pub enum Method {
    Card,
    Vbank,
}

#[derive(Clone, Copy, Debug)]
pub enum Which {
    First,
    Latest,
}

#[derive(Clone, Copy, Debug)]
pub enum InWindow {
    Paid,
    Failed,
    Cancelled,
    Abandoned,
    Vbank,
}

#[derive(Clone, Copy, Debug)]
pub enum News {
    Browser(Which),
    Return(Which),
    Webhook(Which),
    /// A notice with an id that nobody knows.
    Forged,
    /// The browser brings the payment of another order.
    Swapped,
}

#[derive(Clone, Copy, Debug)]
pub enum Span {
    Seconds,
    Minutes,
    /// Longer than stock is held.
    HoldTime,
    /// Longer than a virtual account waits.
    Days,
}

/// What staff, the bank or the PG does behind our back.
#[derive(Clone, Copy, Debug)]
pub enum Console {
    Deposit,
    ExpireAccount,
    ApproveLate,
    CancelPart,
    CancelWhole,
}

#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    Html502,
    ResetBefore,
    ResetAfter,
    EmptyBody,
    RecordMissing,
    WrongAmount,
    WrongCurrency,
    CancelRefused,
}

fn step() -> impl Strategy<Value = Step> {
    let which = || prop_oneof![1 => Just(Which::First), 3 => Just(Which::Latest)];
    let method = || prop_oneof![3 => Just(Method::Card), 1 => Just(Method::Vbank)];
    let in_window = prop_oneof![
        6 => Just(InWindow::Paid),
        2 => Just(InWindow::Failed),
        1 => Just(InWindow::Cancelled),
        1 => Just(InWindow::Abandoned),
        2 => Just(InWindow::Vbank),
    ];
    let news = prop_oneof![
        3 => which().prop_map(News::Browser),
        2 => which().prop_map(News::Return),
        3 => which().prop_map(News::Webhook),
        1 => Just(News::Forged),
        1 => Just(News::Swapped),
    ];
    let span = prop_oneof![
        4 => Just(Span::Seconds),
        2 => Just(Span::Minutes),
        2 => Just(Span::HoldTime),
        1 => Just(Span::Days),
    ];
    let console = prop_oneof![
        3 => Just(Console::Deposit),
        1 => Just(Console::ExpireAccount),
        2 => Just(Console::ApproveLate),
        2 => Just(Console::CancelPart),
        1 => Just(Console::CancelWhole),
    ];
    let trouble = prop_oneof![
        Just(Trouble::Html502),
        Just(Trouble::ResetBefore),
        Just(Trouble::ResetAfter),
        Just(Trouble::EmptyBody),
        Just(Trouble::RecordMissing),
        Just(Trouble::WrongAmount),
        Just(Trouble::WrongCurrency),
        Just(Trouble::CancelRefused),
    ];
    prop_oneof![
        4 => method().prop_map(Step::Place),
        1 => method().prop_map(Step::Another),
        6 => (which(), in_window).prop_map(|(which, what)| Step::Window(which, what)),
        1 => Just(Step::Rival),
        5 => news.prop_map(Step::News),
        1 => Just(Step::Together),
        1 => Just(Step::Confirm),
        2 => Just(Step::Work),
        1 => span.prop_map(Step::Wait),
        2 => console.prop_map(Step::Console),
        2 => trouble.prop_map(Step::Trouble),
        1 => Just(Step::Cancel),
        1 => Just(Step::Dispatch),
    ]
}

/// Each of the orders is placed; what follows mixes them all.
pub fn history(orders: usize) -> impl Strategy<Value = Vec<Act>> {
    let act = (0..orders, step(), option::weighted(0.15, 0_u8..12));
    vec(
        act.prop_map(|(order, step, crash)| Act { order, step, crash }),
        1..orders * 14,
    )
}
