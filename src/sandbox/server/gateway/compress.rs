//! Compression of outgoing payloads. Source: Discord docs, "Encoding and Compression".

use std::io::Write;

use axum::extract::ws::Message;
use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, FlushCompress};

/// With payload compression, Discord compresses only "some events". We compress large payloads, and send others as
/// text.
const MIN_COMPRESSED_BYTES: usize = 1_024;

/// The kind of compression that the client requested.
pub enum Transport {
    Plain,
    /// `compress=true` in the identify payload: each payload is compressed separately.
    Payload,
    /// `compress=zlib-stream` in the URL: one zlib stream for the connection, with a flush after each payload.
    Stream(Box<Compress>),
}

impl Transport {
    pub fn stream() -> Self {
        Self::Stream(Box::new(Compress::new(Compression::fast(), true)))
    }

    pub fn encode(&mut self, text: &str) -> Message {
        match self {
            Self::Payload if text.len() >= MIN_COMPRESSED_BYTES => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(text.as_bytes()).expect("writing to memory cannot fail");
                Message::binary(encoder.finish().expect("writing to memory cannot fail"))
            }
            Self::Plain | Self::Payload => Message::text(text),
            Self::Stream(stream) => Message::binary(flushed(stream, text.as_bytes())),
        }
    }
}

/// Compresses and flushes. The output ends with 00 00 FF FF, by which clients recognize the end of a payload.
fn flushed(stream: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    let start = stream.total_in();
    let mut out = Vec::with_capacity(bytes.len() + 64);
    loop {
        let taken = usize::try_from(stream.total_in() - start).expect("no more than the input was consumed");
        stream.compress_vec(&bytes[taken..], &mut out, FlushCompress::Sync).expect("the stream is open");
        // If the output has unused capacity, the flush is complete.
        if out.len() < out.capacity() {
            return out;
        }
        out.reserve(out.capacity());
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress};

    use super::*;

    #[test]
    fn zlib_stream_payload_can_be_decompressed_as_soon_as_it_arrives() {
        let mut transport = Transport::stream();
        let mut reader = Decompress::new(true);
        for text in ["hello".to_owned(), "x".repeat(100_000), (0..40_000).map(|n| n.to_string()).collect()] {
            let bytes = transport.encode(&text).into_data();
            assert!(bytes.ends_with(&[0, 0, 0xff, 0xff]));
            let mut out = Vec::with_capacity(text.len() + 1);
            reader.decompress_vec(&bytes, &mut out, FlushDecompress::Sync).expect("valid");
            assert_eq!(out, text.as_bytes());
        }
    }
}
