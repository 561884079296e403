import type { EventFeed } from '../../db/events/event-feed.ts';
import { HttpError } from '../errors/http-error.ts';

/** Where a reader of events continues: the order of events by its mark, and the last position that was read. */
const CURSOR = /^([0-9a-f]{8})-(0|[1-9][0-9]{0,15})$/;

/** Formats the cursor of a position, which is also the id of the event there. */
export function formatEventCursor(mark: string, position: number): string {
  return `${mark}-${position}`;
}

/**
 * Returns the position of a cursor: 0 for the text `0`, the end of the feed for null.
 * @throws HttpError `cursor` if it has another form, `events-lost` if it is not from this feed
 */
export function parseEventCursor(text: string | null, feed: EventFeed): number {
  if (text === null) return feed.position;
  if (text === '0') return 0;
  const [, mark, digits] = CURSOR.exec(text) ?? [];
  const details = { path: 'after', value: text.slice(0, 64) };
  if (mark === undefined)
    throw new HttpError('cursor', 'expected the id of an event, or 0 for the beginning', details);
  const position = Number(digits);
  if (mark === feed.mark && position <= feed.position) return position;
  throw new HttpError('events-lost', 'the cursor is not from the events of this ledger', details);
}
