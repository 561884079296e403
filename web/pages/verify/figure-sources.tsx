import { useCallback, useMemo, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import { Provenance, type ProvenanceLook } from '../../graph/provenance.tsx';
import type { FileToday } from '../../verification/verdict/surroundings.tsx';
import { listKnownToday } from './known-today.ts';

const NO_NAMES: ReadonlyMap<Hex, string> = new Map();

/** How a figure of a proof file was computed, down to the rows that the file shows; nothing is asked of a server. */
export function FigureSources({ file, figure }: { file: FileToday; figure: string }) {
  const { bundle } = file;
  const records = useMemo(() => listKnownToday(file), [file]);
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
