//! Carries out what the agenda holds when the sandbox's clock reaches it.
//! Each job runs as a tracked task; a job that hangs delays no other.

use std::sync::Arc;
use std::time::Duration;

use super::agenda::Job;
use super::webhooks;
use super::world::World;

/// Even an empty agenda is looked at now and then.
const LONGEST_NAP_MS: i64 = 60_000;

pub async fn run(world: Arc<World>) {
    loop {
        let nap = start_due_jobs(&world);
        tokio::select! {
            () = world.shutdown.cancelled() => return,
            () = world.wake.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

fn start_due_jobs(world: &Arc<World>) -> Duration {
    let now = world.clock.now();
    let (jobs, next) = {
        let mut state = world.lock();
        (state.agenda.take_due(now), state.agenda.next_due())
    };
    for job in jobs {
        let world = Arc::clone(world);
        world
            .tasks
            .clone()
            .spawn(async move { carry_out(&world, job).await });
    }
    let nap = next.map_or(LONGEST_NAP_MS, |due| {
        (due.millis() - now.millis()).clamp(1, LONGEST_NAP_MS)
    });
    Duration::from_millis(nap.unsigned_abs())
}

async fn carry_out(world: &Arc<World>, job: Job) {
    match job {
        Job::Deliver(id) => webhooks::deliver(world, id).await,
        Job::ApproveLate(imp_uid) => {
            if let Err(refusal) = world.approve_late(&imp_uid) {
                tracing::info!(imp_uid, %refusal, "late approval came to nothing");
            }
        }
    }
}
