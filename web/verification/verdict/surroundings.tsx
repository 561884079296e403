import { createContext, type ReactNode, useContext } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { Hash, shorten } from '../../components/hash.tsx';
import classes from './print.module.css';

/** A proof file with what is known of its records today. */
export interface FileToday {
  readonly bundle: Bundle;
  /** A fresh file of the same record, which was verified too; null without one. */
  readonly now: Bundle | null;
  /** Whether batches were anchored since the one as of which the file shows which versions are the newest. */
  readonly isOld: boolean;
}

/** What the page around a verdict can do. Null for what it cannot: a page without a server has no pages of records. */
export interface Surroundings {
  /** Renders a link to the page of a record. */
  readonly linkRecord: ((id: string, text: ReactNode) => ReactNode) | null;
  /** Renders a link to the page of a party. */
  readonly linkParty: ((id: string, text: ReactNode) => ReactNode) | null;
  /** Renders how a figure of the subject of a proof file was computed, by what the file shows, with what a fresh file tells about today. */
  readonly renderSources: ((file: FileToday, key: string) => ReactNode) | null;
}

export const NO_SURROUNDINGS: Surroundings = { linkRecord: null, linkParty: null, renderSources: null };

const Context = createContext<Surroundings>(NO_SURROUNDINGS);

/** Gives what the page can do to the verdicts inside. */
export const SurroundingsProvider = Context.Provider;

/** Returns what the page around a verdict can do. */
export function useSurroundings(): Surroundings {
  return useContext(Context);
}

/** A record by a text, else by its id, with a link to its page where there is one. On paper its whole id follows. */
export function RecordName({ id, text }: { id: Hex; text?: ReactNode }) {
  const { linkRecord } = useSurroundings();
  return (
    <>
      {linkRecord !== null && text !== undefined && linkRecord(id, text)}
      {linkRecord === null && text}{' '}
      <span className={classes['screen']}>
        {linkRecord === null ? <Hash value={id} /> : text === undefined && linkRecord(id, shorten(id))}
      </span>
      <code className={classes['paper']}>{id}</code>
    </>
  );
}
