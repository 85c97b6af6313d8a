//! HTTP as a browser speaks it: one kept-alive connection to each origin, opened again when it was closed.

use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response,
    body::{Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
    header,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;

use crate::shopper::{Answer, Ask, Body};

pub struct Wire {
    /// `127.0.0.1:3000`
    address: String,
    open: Option<SendRequest<Full<Bytes>>>,
}

impl Wire {
    pub fn to(url: &str) -> Self {
        Self {
            address: url.trim_start_matches("http://").to_owned(),
            open: None,
        }
    }

    pub async fn ask(&mut self, ask: Ask) -> Result<Answer, String> {
        let mut sender = match self.open.take() {
            Some(sender) if sender.is_ready() => sender,
            Some(_) | None => self.connect().await.map_err(|e| e.to_string())?,
        };
        let response = sender
            .send_request(self.request(ask))
            .await
            .map_err(|e| e.to_string())?;
        let answer = read(response).await.map_err(|e| e.to_string())?;
        self.open = sender.ready().await.is_ok().then_some(sender);
        Ok(answer)
    }

    async fn connect(
        &self,
    ) -> Result<SendRequest<Full<Bytes>>, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Ends with the sender or with the other side.
        TaskTracker::new().spawn(connection);
        Ok(sender)
    }

    fn request(&self, ask: Ask) -> Request<Full<Bytes>> {
        let Ask { path, cookie, body } = ask;
        let (method, accept) = if body.is_some() {
            (Method::POST, "application/json")
        } else {
            (Method::GET, "text/html")
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.address);
        let request = request
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_LANGUAGE, "ko");
        let request = match cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let (request, bytes) = match body {
            Some(Body::Form(text)) => (
                request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
                text,
            ),
            Some(Body::Json(text)) => (
                request.header(header::CONTENT_TYPE, "application/json"),
                text,
            ),
            None => (request, String::new()),
        };
        request.body(Full::new(Bytes::from(bytes))).unwrap()
    }
}

async fn read(response: Response<Incoming>) -> Result<Answer, hyper::Error> {
    let cookie = response
        .headers()
        .get(header::SET_COOKIE)
        .and_then(|value| value.to_str().ok());
    let cookie = cookie
        .and_then(|cookie| cookie.split(';').next())
        .map(str::to_owned);
    let status = response.status().as_u16();
    let body = response.into_body().collect().await?.to_bytes();
    Ok(Answer {
        status,
        cookie,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
