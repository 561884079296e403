import { Button } from '@mantine/core';
import { useState } from 'react';
import { Facts } from '../components/facts.tsx';
import { Hash } from '../components/hash.tsx';
import { Failure, Loading } from '../components/states.tsx';
import { useFormat } from '../language/format.ts';
import { checkRow, type CheckedRow, type ShownQuantity } from '../../jobs/explain/check-row.ts';
import { useOrigin } from './context.tsx';
import { EntryFacts } from './entry-facts.tsx';
import type { DocumentNode, FigureNode, RowNode } from '../../jobs/explain/graph.ts';
import { usePanelTexts } from './panel-texts.ts';
import classes from './node.module.css';

type ProvenNode = FigureNode | RowNode | DocumentNode;
interface State {
  readonly checked?: CheckedRow;
  readonly error?: unknown;
  readonly isRunning: boolean;
}

/** Fetches the proof of an entry when it is asked for, and checks it in the page. */
export function RowProof({ node }: { node: ProvenNode }) {
  const texts = usePanelTexts();
  const { openProof } = useOrigin();
  const [{ checked, error, isRunning }, setState] = useState<State>({ isRunning: false });
  const check = async (): Promise<void> => {
    setState({ isRunning: true });
    try {
      const bundled = await openProof(node.record, node.key);
      setState({ checked: checkRow(node.record, quantityOf(node), bundled), isRunning: false });
    } catch (thrown) {
      setState({ error: thrown, isRunning: false });
    }
  };
  return (
    <section aria-live="polite">
      {checked === undefined && !isRunning && (
        <Button variant="light" size="compact-md" onClick={() => void check()}>
          {hasEntry(node) ? texts.proof : texts.openWithProof}
        </Button>
      )}
      {isRunning && <Loading label={texts.checking} />}
      {error !== undefined && <Failure error={error} />}
      {checked !== undefined && <Findings checked={checked} node={node} />}
    </section>
  );
}

function hasEntry(node: ProvenNode): boolean {
  return node.type !== 'document' && node.entry !== null;
}

function quantityOf(node: ProvenNode): ShownQuantity {
  const entry = node.type === 'document' ? null : node.entry;
  return { key: node.key, value: entry?.value ?? null, unit: entry?.unit ?? '' };
}

function Findings({ checked, node }: { checked: CheckedRow; node: ProvenNode }) {
  const texts = usePanelTexts();
  const format = useFormat();
  const { renderVerify } = useOrigin();
  const { findings, root, siblings, batch } = checked;
  return (
    <div className={classes['panel']}>
      {!hasEntry(node) && checked.entry !== null && (
        <EntryFacts value={checked.entry.value} unit={checked.entry.unit} entry={checked.entry} />
      )}
      <ul className={classes['checks']}>
        {findings.map(({ step, fault }) => (
          <li key={step} data-tone={fault === null ? 'good' : 'bad'}>
            <span aria-hidden>{fault === null ? '✓' : '✗'}</span>
            <span>
              {fault === null ? texts.steps[step] : texts.failed[step]}
              {fault !== null && <div className="quiet">{fault}</div>}
            </span>
          </li>
        ))}
      </ul>
      <p className="quiet">{texts.siblings(format.number(siblings))}</p>
      <Facts
        facts={[
          [texts.root, <Hash value={root} />],
          [texts.batch(format.number(batch.number)), <Hash value={batch.id} />],
        ]}
      />
      {renderVerify !== null && (
        <>
          <p className="quiet">{texts.chain}</p>
          {renderVerify(node.record)}
        </>
      )}
    </div>
  );
}
