import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { RunItem } from '../../../../agents/handles/item.ts';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { JsonValue } from '../../../components/json-value.tsx';
import { useSession } from '../../../session/session.tsx';
import { beginWork } from '../../../work/kept-work.ts';
import { COMPUTATION_WORK, NO_COMPUTATION } from '../../company/compute/compute-state.ts';
import { useParameterTexts } from '../../company/compute/parameter-texts.ts';
import { useAskTexts } from '../ask-texts.ts';
import { RecordVerdict } from '../question/record-verdict.tsx';

/** A run that was made in this browser: its method, engine and data, whose records are verified, and the way to a draft that a person signs. */
export function RunPanel({ run: { method, engine, sources, run } }: { run: RunItem }) {
  const texts = useAskTexts();
  const { names } = useParameterTexts();
  return (
    <>
      <Facts
        facts={[
          [texts.method, <code key="method">{method}</code>],
          [texts.engine, <Hash key="engine" value={engine} />],
          [
            texts.data,
            <ul key="data" className="plain">
              {sources.map((id) => (
                <li key={id}>
                  <RecordVerdict id={id} />
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      <details>
        <summary>{texts.parameters}</summary>
        <JsonValue value={run.parameters} names={names} />
      </details>
      <DraftButton run={{ method, sources, run }} />
    </>
  );
}

/** Opens the run on the page that computes, where a person reads, signs and registers it. */
function DraftButton({
  run: { method, sources, run },
}: {
  run: Pick<RunItem, 'method' | 'sources' | 'run'>;
}) {
  const texts = useAskTexts();
  const navigate = useNavigate();
  const party = useSession().session?.party ?? null;
  if (party === null) return <p className="quiet">{texts.signInForDraft}</p>;
  const parameters = { rounding: run.rounding, ...run.parameters };
  const open = (): void => {
    beginWork(
      { party, path: '/company/compute' },
      { ...NO_COMPUTATION, method, sources, parameters },
      COMPUTATION_WORK,
    );
    void navigate({ to: '/company/compute' });
  };
  return (
    <Button variant="default" onClick={open}>
      {texts.asDraft}
    </Button>
  );
}
