import { Facts } from '../components/facts.tsx';
import { Hash } from '../components/hash.tsx';
import { JsonValue } from '../components/json-value.tsx';
import { useDetailNames } from '../language/detail-texts.ts';
import { readStatedValue } from '../../jobs/explain/stated-value.ts';
import { useFormat } from '../language/format.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Selection } from '../../core/records/selection.ts';
import type { DocumentNode, RowNode, SetNode } from '../../jobs/explain/graph.ts';
import { usePanelTexts } from './panel-texts.ts';
import { useQuantity } from './quantity.ts';
import { showOutside } from '../language/outside-text.ts';

/** An entry with its detail, or the quantity that is known of it where its entry is not here. */
export function EntryFacts({ value, unit, entry }: Pick<RowNode, 'value' | 'unit' | 'entry'>) {
  const texts = usePanelTexts();
  const write = useQuantity();
  const format = useFormat();
  const states = entry === null ? null : readStatedValue(entry);
  return (
    <>
      <Facts
        facts={[
          ...(value === null ? [] : ([[texts.value, <strong>{write(value, unit)}</strong>]] as const)),
          ...(entry === null || entry.until === 0
            ? []
            : ([[texts.period, format.period(entry.from, entry.until)]] as const)),
          ...(states === null ? [] : ([[texts.stated, texts.states[states]]] as const)),
        ]}
      />
      {entry !== null && <Detail detail={entry.detail} />}
    </>
  );
}

function Detail({ detail }: { detail: JsonObject | null }) {
  const texts = usePanelTexts();
  const names = useDetailNames();
  if (detail === null) return null;
  return (
    <section>
      <h3>{texts.detail}</h3>
      <JsonValue value={detail} names={names} />
    </section>
  );
}

/** A set of rows: how many, which, their sum and root. */
export function SetFacts({ node: { set, rows, isExact } }: { node: SetNode }) {
  const texts = usePanelTexts();
  const format = useFormat();
  return (
    <>
      <Facts
        facts={[
          [texts.count, format.number(set.count)],
          ...(set.sum === null
            ? []
            : ([
                [texts.sum, <strong>{`${format.decimal(set.sum)} ${format.unit(set.unit)}`}</strong>],
              ] as const)),
          [texts.selection, useSelectionText()(set.selection)],
          [texts.root, <Hash value={set.root} />],
        ]}
      />
      {rows !== null && (
        <p className="quiet">{isExact ? texts.exact : texts.notExact(format.number(rows.length))}</p>
      )}
    </>
  );
}

/** Returns a function that says in words which rows a selection selects. */
function useSelectionText(): (selection: Selection) => string {
  const texts = usePanelTexts();
  const format = useFormat();
  return ({ rows, where = {}, within, keys, except = [] }) => {
    const asked = [
      ...(rows ?? []),
      ...Object.entries(where).map(([name, text]) =>
        text === null ? texts.without(name) : `${name} ${text}`,
      ),
      ...(within === undefined ? [] : [texts.within(format.period(within.from, within.until))]),
      ...(keys ?? []).slice(0, MOST_KEYS),
      ...((keys?.length ?? 0) > MOST_KEYS ? ['…'] : []),
      ...(except.length === 0 ? [] : [texts.except(except.slice(0, MOST_KEYS).join(', '))]),
    ];
    return asked.length === 0 ? texts.everyRow : showOutside(asked.join(' · '));
  };
}

const MOST_KEYS = 8;

/** A document: its hash, size and media type. */
export function DocumentFacts({ node: { sha256, document, name } }: { node: DocumentNode }) {
  const texts = usePanelTexts();
  const format = useFormat();
  return (
    <Facts
      facts={[
        [texts.rowType, name],
        [texts.file, <Hash value={sha256} />],
        ...(document === null
          ? []
          : ([
              [texts.size, format.size(document.size)],
              [texts.mediaType, document.mediaType],
            ] as const)),
      ]}
    />
  );
}
