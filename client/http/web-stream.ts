/** Yields the chunks of a stream, if there is one. Browsers do not all iterate over streams. */
export async function* readStream(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (stream === null) return;
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    // Who stops to read early ends the connection.
    if (!isDone) await reader.cancel().catch(() => {});
  }
}

/** Returns a stream of bytes, which takes the next chunk when it is asked for. Browsers do not all have `ReadableStream.from`. */
export function streamBytes(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(stream) {
        const next = await source.next();
        if (next.done === true) stream.close();
        else stream.enqueue(next.value as Uint8Array<ArrayBuffer>);
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
