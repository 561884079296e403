import { ACTORS, type ActorName } from '../stack/actors.ts';
import type { StoryRecord } from './story-record.ts';

/** `0x` and eight digits of an id: enough to distinguish records at a glance. */
const SHOWN_ID = 10;

/** Returns the beginning of an id. */
export function shortenId(id: string): string {
  return id.slice(0, SHOWN_ID);
}

/** Returns a record as one line: its title, its party's identifier and the beginning of its id. */
export function formatRecordLine({ id, statement }: StoryRecord, actor: ActorName): string {
  const title = (statement['title'] as string).padEnd(28);
  return `${title} ${ACTORS[actor].identifier.padEnd(36)} ${shortenId(id)}`;
}
