//! Whether both servers say the same, before it is measured how fast.

use std::{io, net::SocketAddr};

use serde_json::Value;

use crate::client::Client;

/// What differs between any two answers: counters and clocks.
const VOLATILE: [&str; 7] =
    ["requestId", "expiresAt", "serverTime", "looking", "checkedAt", "measuredAt", "weather"];

/// Compares the page objects.
pub(crate) fn check(ours: SocketAddr, twin: SocketAddr, path: &str) -> io::Result<()> {
    let read = |server| -> io::Result<Value> {
        let mut client = Client::connect(server)?;
        let mut page: Value = serde_json::from_slice(client.get(path)?)?;
        blank(&mut page);
        Ok(page)
    };
    let (ours, twin) = (read(ours)?, read(twin)?);
    if ours == twin {
        return Ok(());
    }
    Err(io::Error::other(format!("the answers to {path} differ:\n{ours:#}\n\nby hand:\n{twin:#}")))
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if VOLATILE.contains(&name.as_str()) {
                    *value = Value::Null;
                } else {
                    blank(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blank),
        _ => {}
    }
}
