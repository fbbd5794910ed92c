//! Compression of outgoing payloads. Source: Discord docs, "Encoding and Compression".

use std::io::Write;

use axum::extract::ws::Message;
use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, FlushCompress};

/// The size from which [`Transport::Payload`] compresses a payload. Discord's docs say only that "some events" are
/// compressed, so the sandbox compresses the large ones.
const MIN_COMPRESSED_BYTES: usize = 1_024;

/// The kind of compression that the client requested.
pub enum Transport {
    /// No compression.
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
            Self::Stream(stream) => Message::binary(compress_and_flush(stream, text.as_bytes())),
        }
    }
}

/// Compresses the bytes and flushes the stream. The output ends with 00 00 FF FF, which tells the client that the
/// payload is complete.
fn compress_and_flush(stream: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    let start = stream.total_in();
    let mut output = Vec::with_capacity(bytes.len() + 64);
    loop {
        let consumed = usize::try_from(stream.total_in() - start).expect("no more than the input was consumed");
        stream.compress_vec(&bytes[consumed..], &mut output, FlushCompress::Sync).expect("the stream is open");
        // If the output has unused capacity, the flush is complete.
        if output.len() < output.capacity() {
            return output;
        }
        output.reserve(output.capacity());
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
            let mut output = Vec::with_capacity(text.len() + 1);
            reader.decompress_vec(&bytes, &mut output, FlushDecompress::Sync).expect("valid");
            assert_eq!(output, text.as_bytes());
        }
    }
}
