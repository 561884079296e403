import { Button, Progress } from '@mantine/core';
import { FaultText } from '../components/fault-text.tsx';
import { FileDrop } from '../components/file-drop.tsx';
import { Hash } from '../components/hash.tsx';
import { Notice } from '../components/notice.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import { useServerFaults } from '../language/faults/server-faults.ts';
import { useFormat } from '../language/format.ts';
import { useDocumentsTexts } from './documents-texts.ts';
import classes from './documents.module.css';
import { MOST_BYTES } from '../../jobs/documents/named-documents.ts';
import type { Documents, DocumentState } from './use-documents.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

interface DocumentsSectionProps {
  readonly documents: Documents;
  /** The command that does the same with documents of any size. */
  readonly command: string;
}

/** The documents that a run needs: where they are, how they come here, and what to do about those that are missing. */
export function DocumentsSection({ documents, command }: DocumentsSectionProps) {
  const texts = useDocumentsTexts();
  const format = useFormat();
  const { all, isBusy, hashed, give } = documents;
  if (all.length === 0) return null;
  const lacking = all.filter(({ state }) => state.is !== 'here');
  return (
    <section className="card stack" aria-labelledby="documents">
      <div>
        <h2 id="documents">{texts.title}</h2>
        <p className="quiet">{texts.lead(format.size(MOST_BYTES))}</p>
      </div>
      <ul className={classes['list']}>
        {all.map((document) => (
          <DocumentLine key={document.sha256} document={document} command={command} />
        ))}
      </ul>
      <Actions documents={documents} />
      {hashed !== null && <span role="status">{texts.hashing(format.percent(hashed))}</span>}
      <Refused documents={documents} />
      {!isBusy && lacking.some(({ state }) => state.is !== 'too-large') && (
        <FileDrop label={texts.give} help={texts.giveHelp} choose={texts.choose} accept="" onFile={give} />
      )}
    </section>
  );
}

const TONES: Readonly<Record<DocumentState['is'], Tone>> = {
  ...{ open: 'neutral', fetching: 'neutral', here: 'good', failed: 'bad', cancelled: 'unsure' },
  'too-large': 'bad',
};

type Shown = Documents['all'][number];

function DocumentLine({ document, command }: { document: Shown; command: string }) {
  const texts = useDocumentsTexts();
  const format = useFormat();
  const { sha256, size, keys, isSolution, state } = document;
  const label = isSolution ? texts.solution : showOutside(format.list(keys), MOST_OF_TITLE);
  const tone = isSolution && state.is === 'failed' ? 'neutral' : TONES[state.is];
  return (
    <li>
      <div className="row">
        <strong>{label}</strong>
        <span className="quiet">{format.size(size)}</span>
        <Hash value={sha256} />
        <Tag tone={tone}>{texts.states[state.is]}</Tag>
        {state.is === 'here' && (
          <span className="quiet">{state.isFile ? texts.fromFile : texts.fromServer}</span>
        )}
      </div>
      {state.is === 'fetching' && (
        <div>
          <Progress value={(100 * state.arrived) / size} aria-label={label} />
          <span className="quiet">{texts.arrived(format.size(state.arrived), format.size(size))}</span>
        </div>
      )}
      {isSolution && state.is !== 'here' ? (
        <p className="quiet">{texts.solutionWhy}</p>
      ) : (
        <Advice document={document} command={command} />
      )}
    </li>
  );
}

/** Codes of a server that does not have a document, or does not show it. */
const UNKNOWN = ['document-unknown', 'documents-not-kept', 'document-lost'];

function Advice({ document: { sha256, state }, command }: { document: Shown; command: string }) {
  const texts = useDocumentsTexts();
  const textOf = useServerFaults();
  if (state.is === 'too-large')
    return (
      <p>
        {texts.tooLarge} <code>{command}</code>
      </p>
    );
  if (state.is !== 'failed') return null;
  if (state.actual !== null) return <p role="alert">{texts.otherBytes(state.actual, sha256)}</p>;
  if (UNKNOWN.includes(state.code)) return <p>{texts.unknown}</p>;
  return (
    <div>
      {texts.failed} <code className="quiet">{state.code}</code>{' '}
      <FaultText text={textOf(state.code)} message={state.message} />
    </div>
  );
}

function Actions({ documents: { all, isBusy, fetchAll, cancel } }: { documents: Documents }) {
  const texts = useDocumentsTexts();
  const format = useFormat();
  const wanted = all.filter(({ state }) => state.is !== 'here' && state.is !== 'too-large');
  const missing = all.filter(({ state, isSolution }) => state.is !== 'here' && !isSolution);
  const isFirst = wanted.some(({ state }) => state.is === 'open');
  const size = wanted.reduce((sum, each) => sum + each.size, 0);
  return (
    <div className="row">
      {isBusy && (
        <Button variant="default" onClick={cancel}>
          {texts.cancel}
        </Button>
      )}
      {!isBusy && wanted.length > 0 && (
        <>
          <Button variant={isFirst ? 'filled' : 'default'} onClick={fetchAll}>
            {isFirst ? texts.fetch : texts.retry}
          </Button>
          <span className="quiet">{texts.sum(format.number(wanted.length), format.size(size))}</span>
        </>
      )}
      <span role="status">
        {!isBusy && (missing.length === 0 ? texts.allHere : texts.someMissing(format.number(missing.length)))}
      </span>
    </div>
  );
}

/** A file that is not one of the documents: its hash beside those that are missing. */
function Refused({ documents: { all, refused } }: { documents: Documents }) {
  const texts = useDocumentsTexts();
  const format = useFormat();
  if (refused === null) return null;
  const { name, size, sha256 } = refused;
  return (
    <Notice tone="bad" role="alert" title={texts.wrong(name)}>
      {sha256 === null ? (
        <p>{texts.wrongSize(format.size(size), format.size(MOST_BYTES))}</p>
      ) : (
        <ul className="marked">
          <li>
            {texts.hashOfFile} <code>{sha256}</code>
          </li>
          {all
            .filter(({ state }) => state.is !== 'here')
            .map((each) => (
              <li key={each.sha256}>
                {texts.hashOf(
                  each.isSolution ? texts.solution : showOutside(format.list(each.keys), MOST_OF_TITLE),
                )}{' '}
                <code>{each.sha256}</code>
              </li>
            ))}
        </ul>
      )}
    </Notice>
  );
}
