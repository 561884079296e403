import type { NamingReader } from '../../chain/rpc-reader.ts';

/** Milliseconds after which a question to the chain counts as slow. */
const SLOW = 2_000;

/** Returns what is waited for; calls a function if that takes longer than two seconds. */
export async function noticeWait<Out>(waiting: Promise<Out>, onSlow: () => void): Promise<Out> {
  const timer = setTimeout(onSlow, SLOW);
  try {
    return await waiting;
  } finally {
    clearTimeout(timer);
  }
}

/** Returns a reader that calls a function once, when an answer of the chain takes longer than two seconds. */
export function watchReader(reader: NamingReader, onSlow: () => void): NamingReader {
  let isSaid = false;
  const say = (): void => {
    if (!isSaid) onSlow();
    isSaid = true;
  };
  return new Proxy(reader, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) =>
        noticeWait(Reflect.apply(member, target, values) as Promise<unknown>, say);
    },
  });
}
