use futures::FutureExt;

use super::*;

const MOMENT: Duration = Duration::from_millis(1);

fn pending(id: i64, received: Instant) -> PendingNotice {
    PendingNotice::new(
        NoticeRow {
            id: NoticeId::new(id),
            imp_uid: None,
            tries: 1,
        },
        imp(id),
        attempt(id),
        received,
    )
}

fn imp(id: i64) -> ImpUid {
    ImpUid::parse(&format!("imp_{id}")).unwrap()
}

fn attempt(id: i64) -> MerchantUid {
    MerchantUid::parse(&format!("M{id}")).unwrap()
}

fn ids(queue: &[PendingNotice]) -> Vec<NoticeId> {
    queue.iter().map(|pending| pending.notice.id).collect()
}

fn numbers<const N: usize>(ids: [i64; N]) -> [NoticeId; N] {
    ids.map(NoticeId::new)
}

#[test]
fn what_is_not_taken_is_given_back() {
    let (queue, now) = (NoticeQueue::default(), Instant::now());
    assert!(!queue.has_room());
    assert_eq!(
        queue.push(pending(1, now)).unwrap_err().notice.id,
        NoticeId::new(1)
    );
    queue.open();
    for id in 0..1_000 {
        assert!(queue.has_room(), "{id}");
        queue.push(pending(id, now)).unwrap();
    }
    assert!(!queue.has_room());
    assert_eq!(queue.close().len(), 1_000);
    assert_eq!(
        queue.push(pending(4, now)).unwrap_err().notice.id,
        NoticeId::new(4)
    );
    assert!(queue.next_batch(1).now_or_never().is_none());
}

#[test]
fn only_a_look_up_that_began_later_answers_a_notice() {
    let (mut state, received) = (QueueState::default(), Instant::now());
    state
        .waiting
        .extend((1..=3).map(|id| pending(id, received)));
    state.answer(
        &imp(1),
        AppliedLookup {
            asked: received,
            outcome: "open",
        },
    );
    let due = state.sweep(9, received + MOMENT);
    assert!(
        due.answered.is_empty() && due.others.is_empty(),
        "they have a moment yet"
    );
    state.answer(
        &imp(2),
        AppliedLookup {
            asked: received + MOMENT,
            outcome: "paid",
        },
    );
    let due = state.sweep(1, received + PATIENCE);
    assert_eq!(
        (due.answered, ids(&due.others)),
        (
            HashMap::from([("paid", numbers([2]).into())]),
            numbers([1]).into()
        )
    );
    assert_eq!(
        ids(&state.sweep(1, received + PATIENCE).others),
        numbers([3])
    );
    state.answer(
        &imp(2),
        AppliedLookup {
            asked: received,
            outcome: "open",
        },
    );
    state.waiting.push(pending(2, received));
    assert_eq!(
        state.sweep(9, received).answered.len(),
        1,
        "the later answer is kept"
    );
}

#[test]
fn what_has_waited_too_long_is_left_to_whoever_claims_it() {
    let (mut state, received) = (QueueState::default(), Instant::now());
    state
        .waiting
        .extend((1..=2).map(|id| pending(id, received)));
    assert_eq!(
        ids(&state.sweep(1, received + HELD - MOMENT).others),
        numbers([1])
    );
    assert!(state.sweep(1, received + HELD).others.is_empty() && state.waiting.is_empty());
}

#[test]
fn what_is_forgotten_is_looked_up_once_more() {
    let (mut state, asked) = (QueueState::default(), Instant::now() + MOMENT);
    state
        .waiting
        .extend((0..2).map(|id| pending(id, asked - MOMENT)));
    for id in 1..=2_001 {
        state.answer(
            &imp(id),
            AppliedLookup {
                asked,
                outcome: "paid",
            },
        );
    }
    assert_eq!(state.answered.len(), MOST_REMEMBERED);
    assert!(!state.answered.contains_key(&imp(2_001)));
    state.answer(
        &imp(3_000),
        AppliedLookup {
            asked: asked + MEMORY,
            outcome: "paid",
        },
    );
    assert_eq!(state.answered.len(), 1);
    assert_eq!(
        ids(&state.sweep(9, asked + PATIENCE).others),
        numbers([0, 1])
    );
}

#[tokio::test]
async fn a_page_has_its_notice_worked_off_first() {
    let (queue, now) = (NoticeQueue::default(), Instant::now());
    queue.open();
    // Received a while later, so that their time cannot have come by itself.
    let later = now + Duration::from_secs(3_600);
    queue.push(pending(1, later)).unwrap();
    queue.push(pending(2, now)).unwrap();
    assert!(!queue.expedite(&attempt(9)).await);
    let worker = async { assert_eq!(ids(&queue.next_batch(9).await.others), numbers([2])) };
    let second = attempt(2);
    assert!(tokio::join!(queue.expedite(&second), worker).0);
    assert_eq!(ids(&queue.close()), numbers([1]));
}
