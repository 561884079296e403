import { useCallback, useMemo, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Bundle, BundleRecord } from '../../../core/proofs/bundle.ts';
import { isAnswer } from '../../../core/records/kind.ts';
import { listKnownRecords } from '../../graph/known-record.ts';
import { Provenance, type ProvenanceLook } from '../../graph/provenance.tsx';

const NO_NAMES: ReadonlyMap<Hex, string> = new Map();

/** How a figure of a proof file was computed, down to the rows that the file shows; nothing is asked of a server. */
export function FigureSources({ bundle, figure }: { bundle: Bundle; figure: string }) {
  // What others said of the record is no part of how it was computed, and is shown with its facts.
  const records = useMemo(
    () => new Map([...listKnownRecords(bundle)].filter(([, { record }]) => !isAnswer(record.kind))),
    [bundle],
  );
  const [key, setKey] = useState<string | null>(figure);
  const [look, setLook] = useState<ProvenanceLook>('list');
  const openProof = useCallback(
    (id: Hex): Promise<BundleRecord> => {
      const found = bundle.records.find((each) => each.id === id);
      return found === undefined
        ? Promise.reject(new Error(`the file does not show record ${id}`))
        : Promise.resolve(found);
    },
    [bundle],
  );
  return (
    <Provenance
      records={records}
      names={NO_NAMES}
      root={bundle.records[0]!.id}
      figure={key}
      onFigure={setKey}
      look={look}
      onLook={setLook}
      origin="file"
      openProof={openProof}
      signIn={null}
      renderLinks={null}
      renderVerify={null}
    />
  );
}
