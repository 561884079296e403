import type { Hex } from '../../core/encoding/hex.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { showHidden } from '../../core/outside-text.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { Item } from '../handles/item.ts';
import type { Handles } from '../handles/handle-table.ts';

/** What a model may see. */
export interface Sight {
  /** Handles and labels alone: no value leaves the machine. */
  readonly isBlind: boolean;
  /** The party that the model serves: private figures of others stay out. Null: it serves none. */
  readonly serves: Hex | null;
}

/** The most characters of a text from outside that a model sees. */
const MOST_SHOWN = 200;

/** A text that someone else wrote: data, bounded, and marked as what it is. */
interface Outside {
  readonly data: string;
}

/**
 * Returns what a model sees of a handle: a label, and the value unless it is blind. A text from outside is in a member `data`, never in one
 * that the program writes.
 */
export function describeHandle(
  handle: Handle,
  handles: Handles,
  sight: Sight,
): Readonly<Record<string, unknown>> {
  const item = handles.find(handle);
  if (item === null) return { handle };
  const hidden = describePrivate(item, sight);
  if (hidden !== null) return { handle, kind: item.kind, private: true, ...hidden };
  return { handle, kind: item.kind, ...describeItem(item, sight) };
}

/** What of a private thing a model sees: nothing of what its party wrote. Null: it may see all. Nothing says whose a row is, so none is shown. */
function describePrivate(item: Item, { serves }: Sight): object | null {
  if (item.kind === 'figure') return item.isPrivate && item.party?.id !== serves ? {} : null;
  if (item.kind === 'candidate') return item.isPrivate ? { run: item.run, place: item.place } : null;
  if (item.kind === 'row') return item.isPrivate ? {} : null;
  if (item.kind === 'finding') return item.isPrivate ? { code: item.code, about: item.about } : null;
  return null;
}

function describeItem(item: Item, sight: Sight): object {
  const value = (shown: object): object => (sight.isBlind ? {} : shown);
  switch (item.kind) {
    case 'figure':
      return describeFigure(item, sight);
    case 'run':
      return { method: item.method, sources: item.sources.length };
    case 'record': {
      const { party, sequence, verdict, standing, opinions } = item;
      return {
        party: outside(party.identifier),
        ...value({ sequence }),
        title: outside(item.title),
        verdict,
        standing,
        opinions,
      };
    }
    case 'row':
      return {
        type: item.type,
        key: outside(item.key),
        ...periodOf(item),
        ...(item.place === null ? {} : value({ line: item.place.line })),
      };
    case 'finding':
      return { code: item.code, about: item.about, ...value({ message: outside(item.message) }) };
    case 'table':
    case 'order':
      return { figures: item.figures };
    case 'picture':
      return { picture: item.picture.kind, figures: item.figures };
    case 'link':
      return item.to;
    case 'period':
      return periodOf(item);
    case 'count':
      return { of: item.of, ...value({ count: item.count }) };
    case 'given':
      return value({ value: item.value, unit: item.unit });
    case 'passage':
      return {
        party: item.party === null ? null : outside(item.party.identifier),
        ...value({ text: outside(item.text) }),
      };
    case 'candidate': {
      const { run, name, needed, place, reason, effect, isAccepted, ofTable } = item;
      if (ofTable === true && sight.isBlind) return { run, place, isAccepted };
      return {
        ...{ run, name: outside(name), needed: needed === null ? null : outside(needed), place, isAccepted },
        reason: reason === null ? null : outside(reason),
        ...value({ effect }),
      };
    }
    case 'clause':
      return { method: item.method, text: item.text };
  }
}

function describeFigure(item: FigureItem, { isBlind }: Sight): object {
  const { key, method, party, gases, gwpSet, conditions, unit, value, uncertainty, source } = item;
  const { low, high, level } = uncertainty ?? {};
  const interval = low === undefined ? null : isBlind ? 'stated' : { low, high, level };
  return {
    ...{ method, ...periodOf(item), interval },
    // Rows and parameters write these.
    data: {
      ...{ key: bound(key), party: bound(party?.identifier ?? null), unit: bound(unit) },
      ...{ gases: gases.map(bound), gwpSet: bound(gwpSet) },
      conditions: Object.fromEntries(Object.entries(conditions).map(([name, text]) => [name, bound(text)])),
    },
    ...(isBlind ? {} : { value }),
    source: source.is,
    ...(source.is === 'proven' ? { verdict: source.verdict, standing: source.standing } : {}),
    ...(source.is === 'derived' ? { operation: source.operation, operands: source.operands } : {}),
  };
}

function periodOf({ from, until }: { readonly from: number; readonly until: number }): object {
  return from === 0 && until === 0 ? {} : { from: formatTime(from), until: formatTime(until) };
}

function outside(text: string): Outside {
  return { data: bound(text) };
}

function bound<Text extends string | null>(text: Text): Text | string {
  if (text === null) return text;
  const shown = showHidden(text);
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN).toWellFormed()}…` : shown;
}
