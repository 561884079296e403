import { Fragment } from 'react';
import { nameOfKind } from '../../../core/records/kind.ts';
import type { NavigateOptions } from '@tanstack/react-router';
import { titleOr } from '../../data/record-title.ts';
import type { Hit } from '../../data/search-hit.ts';
import { OutsideText } from '../outside-text.tsx';
import { shorten } from '../hash.tsx';
import { PartyLabel } from '../record/party-name.tsx';
import { useRecordTexts } from '../record-texts.ts';
import { useSearchTexts } from './search-texts.ts';
import { SubjectName } from '../record/subject-name.tsx';
import { Tag } from '../tag.tsx';
import classes from './search-box.module.css';

/** Where a hit leads. */
export function openHit(hit: Hit): NavigateOptions {
  switch (hit.type) {
    case 'party':
      return { to: '/parties/$party', params: { party: hit.party.party } };
    case 'record':
      return { to: '/records/$id', params: { id: hit.record.id } };
    case 'batch':
      return { to: '/batches/$number', params: { number: String(hit.batch.number) } };
    case 'stream': {
      const { party, kind, subject } = hit.stream;
      return { to: '/streams/$party/$kind/$', params: { party, kind, _splat: subject } };
    }
  }
}

/** What a hit is, unless its list says so, its name, and what else tells it from others. */
export function HitText({ hit, hasType = true }: { hit: Hit; hasType?: boolean }) {
  const texts = useSearchTexts();
  return (
    <span className={hasType ? classes['hit'] : undefined}>
      {hasType && <Tag>{texts.types[hit.type]}</Tag>}
      <span className={classes['name']}>
        <HitName hit={hit} />
      </span>
    </span>
  );
}

function HitName({ hit }: { hit: Hit }) {
  const texts = useSearchTexts();
  const { kinds, roles, states, untitled, version } = useRecordTexts();
  switch (hit.type) {
    case 'party':
      return (
        <>
          <OutsideText text={hit.party.identifier} />{' '}
          <span className="quiet">
            {hit.party.identifiers.slice(1).map((name) => (
              <Fragment key={name}>
                <OutsideText text={name} /> ·{' '}
              </Fragment>
            ))}
            {hit.party.roles.map((role) => roles[role]).join(' · ')}
          </span>
        </>
      );
    case 'record':
      return (
        <>
          <OutsideText text={titleOr(hit.record.title, untitled)} />{' '}
          <span className="quiet">
            {kinds[nameOfKind(hit.record.record.kind)]} · {version(hit.record.record.sequence)} ·{' '}
            {shorten(hit.record.id)}
          </span>
        </>
      );
    case 'batch':
      return (
        <>
          {texts.batch(hit.batch.number)}{' '}
          <span className="quiet">
            {states[hit.batch.state]} · {shorten(hit.batch.id)}
          </span>
        </>
      );
    case 'stream':
      return (
        <>
          <SubjectName subject={hit.stream.subject} />{' '}
          <span className="quiet">
            {kinds[hit.stream.kind]}
            {hit.stream.accepted !== null && ` · ${version(hit.stream.accepted.sequence)}`} ·{' '}
            <PartyLabel id={hit.stream.party} />
          </span>
        </>
      );
  }
}
