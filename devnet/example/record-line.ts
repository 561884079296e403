import { ACTORS, type ActorName } from '../stack/actors.ts';
import type { StoryRecord } from './story-record.ts';

/** The first eight digits of an id: enough to tell records apart at a glance. */
const SHOWN_ID = 10;

/** Returns one line for a record: its title, its party's identifier, the beginning of its id. */
export function formatRecordLine({ id, statement }: StoryRecord, actor: ActorName): string {
  const title = (statement['title'] as string).padEnd(28);
  return `${title} ${ACTORS[actor].identifier.padEnd(36)} ${id.slice(0, SHOWN_ID)}`;
}
