import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import { type KindName, KINDS, nameOfKind, nameOfRole, writersOf } from '../../../core/records/kind.ts';
import { shorten } from '../../components/hash.tsx';
import { Tag } from '../../components/tag.tsx';
import { newestQuery, partyQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { useFileFactsTexts } from '../../verification/verdict/file-facts-texts.ts';
import { findLost } from '../../verification/verdict/find-lost.ts';
import { type ServerHints, ServerHintsProvider } from '../../verification/verdict/server-hints.ts';

const HINTS: ServerHints = {
  renderName: (party) => <NameByServer party={party} />,
  renderNewest: (record) => <NewestByServer record={record} />,
  renderLost: (party, kind) => <LostByServer party={party} kind={kind} />,
  renderVerify: (record, text) => (
    <Link to="/verify" search={{ record }} target="_blank" rel="noopener">
      {text}
    </Link>
  ),
};

/** Gives the verdicts inside what the server of the portal says beside them. */
export function PortalHints({ children }: { children: ReactNode }) {
  return <ServerHintsProvider value={HINTS}>{children}</ServerHintsProvider>;
}

function NameByServer({ party }: { party: Hex }) {
  const texts = useFileFactsTexts();
  const { data } = useQuery(partyQuery(party));
  if (data === undefined) return null;
  return <span className="quiet">{texts.nameByServer(showOutside(data.identifier, MOST_OF_TITLE))}</span>;
}

function NewestByServer({ record: { id, record } }: { record: BundleRecord }) {
  const texts = useFileFactsTexts();
  const format = useFormat();
  const { party, kind, subject } = record;
  const { data } = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject }));
  return (
    <>
      {data !== undefined && data !== null && (
        <span className="quiet">
          {data.record === id ? (
            texts.newestByServer
          ) : (
            <Tag tone="unsure">
              {texts.replacedByServer(format.number(data.sequence))} {shorten(data.record)}
            </Tag>
          )}
        </span>
      )}
      <Link to="/verify" search={{ record: id }} target="_blank" rel="noopener">
        {texts.verifyThat}
      </Link>
    </>
  );
}

function LostByServer({ party, kind }: { party: Hex; kind: KindName }) {
  const texts = useFileFactsTexts();
  const format = useFormat();
  const { data } = useQuery(partyQuery(party));
  if (data === undefined) return null;
  const wanted = writersOf(KINDS[kind]).map(nameOfRole);
  const lost = findLost(data.windows, wanted, Math.floor(Date.now() / 1000));
  if (lost === null) return null;
  const since = format.time(lost.since);
  return (
    <Tag tone="unsure">{lost.what === 'role' ? texts.noRole[lost.role](since) : texts.noKey(since)}</Tag>
  );
}
