import * as z from 'zod';

/** What events are about. */
export type Topic = 'record' | 'batch' | 'party' | 'ledger';

/** How the connection for events is. */
export type Connection = 'connecting' | 'live' | 'offline';

interface Listener {
  /** Something of a topic changed. */
  readonly onChange: (topic: Topic) => void;
  /** The connection is open again: anything may have changed meanwhile. */
  readonly onReturn: () => void;
  readonly onConnection: (connection: Connection) => void;
}

/** All topics. */
export const TOPICS: readonly Topic[] = ['record', 'batch', 'party', 'ledger'];
/** Milliseconds before a connection is tried again that the browser gave up. */
const RETRY_MS = 10_000;

const eventSchema = z.looseObject({ type: z.string() });

/** Returns what an event is about, from its data; null for one that this page does not know. */
export function topicOf(data: string): Topic | null {
  try {
    const { type } = eventSchema.parse(JSON.parse(data));
    return TOPICS.find((topic) => type.startsWith(`${topic}.`)) ?? null;
  } catch {
    return null;
  }
}

/**
 * Follows the events of the ledger until the returned function is called. A page that nobody sees is not connected: browsers open few
 * connections to one server.
 */
export function followEvents({ onChange, onReturn, onConnection }: Listener): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wasOpen = false;
  const close = (): void => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };
  const open = (): void => {
    close();
    const opened = new EventSource('/v1/events');
    source = opened;
    opened.onopen = () => {
      onConnection('live');
      if (wasOpen) onReturn();
      wasOpen = true;
    };
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      const topic = topicOf(data);
      if (topic !== null) onChange(topic);
    };
    opened.onerror = () => {
      onConnection('offline');
      if (opened.readyState === EventSource.CLOSED) retry = setTimeout(openAgain, RETRY_MS);
    };
  };
  // A server that refuses the stream, such as one with too many, may still answer: then the page looks at times.
  const openAgain = (): void => {
    onReturn();
    open();
  };
  const follow = (): void => {
    if (document.hidden) close();
    else if (source === null) open();
  };
  document.addEventListener('visibilitychange', follow);
  const lose = (): void => onConnection('offline');
  window.addEventListener('online', open);
  window.addEventListener('offline', lose);
  follow();
  return () => {
    document.removeEventListener('visibilitychange', follow);
    window.removeEventListener('online', open);
    window.removeEventListener('offline', lose);
    close();
  };
}
