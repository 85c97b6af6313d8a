//! The throw-away PostgreSQL of `.ci/postgres`, which is stopped and started by the command that it names.

use tokio::process::Command;

pub struct Postgres {
    control: String,
}

impl Postgres {
    #[expect(clippy::disallowed_methods, reason = "the drill's script tells it so")]
    pub fn named() -> Self {
        let control = std::env::var("TEST_POSTGRES_CONTROL");
        Self {
            control: control.expect("because `make drill` sets it"),
        }
    }

    pub async fn stop(&self) {
        self.control("stop --mode=fast").await;
    }

    pub async fn start(&self) {
        self.control("start").await;
    }

    async fn control(&self, what: &str) {
        let command = format!("{} {what}", self.control);
        let done = Command::new("sh")
            .args(["-c", &command])
            .kill_on_drop(true)
            .status()
            .await
            .unwrap();
        assert!(done.success(), "{command}: {done}");
    }
}
