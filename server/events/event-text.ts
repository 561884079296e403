import { formatJson } from '../../core/encoding/json.ts';
import type { LedgerEvent } from '../../db/events/event.ts';
import type { EventPart } from '../../db/events/events.ts';
import { formatEventCursor } from './cursor.ts';
import type { ShownEvent } from './event-schema.ts';

/** Milliseconds after which a client connects again. */
const RETRY = 2_000;
/** Characters that are written at once. */
const CHUNK = 16_384;

/** Returns an event as it is sent: its place is its cursor. */
export function showEvent(mark: string, { position, ...event }: LedgerEvent): ShownEvent {
  return { id: formatEventCursor(mark, position), ...event } as ShownEvent;
}

/** Yields the text of an event stream. An `id` without data moves the client's cursor, so that it need not read again what a filter left out. */
export async function* formatEvents(
  { mark, position }: { readonly mark: string; readonly position: number },
  parts: AsyncIterable<EventPart>,
): AsyncGenerator<string> {
  yield `retry: ${RETRY}\nid: ${formatEventCursor(mark, position)}\n\n`;
  for await (const part of parts) {
    let text = '';
    for (const event of part.events) {
      const shown = showEvent(mark, event);
      text += `id: ${shown.id}\ndata: ${formatJson(shown)}\n\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
    yield `${text}:\nid: ${formatEventCursor(mark, part.position)}\n\n`;
  }
}
