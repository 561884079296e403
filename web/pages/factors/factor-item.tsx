import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ROW_TYPES } from '../../../client/generated/row-types.ts';
import type { Json } from '../../../core/encoding/json.ts';
import { describeUse, listFactorGases } from '../../../jobs/find-factors/factor-use.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { OutsideText } from '../../components/outside-text.tsx';
import { SubjectName } from '../../components/record/subject-name.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useLanguage } from '../../language/language.tsx';
import type { FoundFactor } from './factor-query.ts';
import { useFactorsTexts } from './factors-texts.ts';
import classes from './factors.module.css';

/** A factor that was found: its value, what it is of, where and when it holds, from where it is, and how a run takes it. */
export function FactorItem({ factor }: { factor: FoundFactor }) {
  const texts = useFactorsTexts();
  const format = useFormat();
  const { key, value, unit, title, detail, from, until, type } = factor;
  const use = describeUse(factor);
  const place = detail['geography'];
  return (
    <article className={classes['factor']}>
      <h2 className={classes['value']}>
        <OutsideText text={format.decimal(value)} /> <span className="unbroken">{format.unit(unit)}</span>
      </h2>
      <p className={classes['name']}>
        <OutsideText text={title ?? use?.value ?? key} />{' '}
        <Tag>
          <TypeName type={type} />
        </Tag>
      </p>
      <p className="quiet">
        {typeof place === 'string' ? <OutsideText text={place} /> : texts.anyPlace} ·{' '}
        {until === 0 ? texts.anyTime : format.period(from, until)}
      </p>
      <Facts
        facts={[
          ...listMembers(factor, texts),
          [texts.source, <Source key="source" factor={factor} />],
          [texts.from, <Origin key="origin" factor={factor} />],
          [texts.key, key],
          ...(use === null ? [] : ([[texts.use, texts.useText(use.member, use.value)]] as const)),
        ]}
      />
    </article>
  );
}

/** Members that the item shows elsewhere. */
const SHOWN = ['gas', 'gases', 'gwpSet', 'basis', 'geography'];

/** What a row type is called; its name where this program does not know it. */
function TypeName({ type }: { type: string }) {
  const { language } = useLanguage();
  if (!Object.hasOwn(ROW_TYPES, type)) return <OutsideText text={type} />;
  return ROW_TYPES[type as keyof typeof ROW_TYPES].words[language];
}

function listMembers(
  factor: FoundFactor,
  texts: ReturnType<typeof useFactorsTexts>,
): (readonly [string, ReactNode])[] {
  const { detail } = factor;
  const others = Object.entries(detail).filter(([name]) => !SHOWN.includes(name));
  const facts: readonly (readonly [string, string])[] = [
    [texts.gases, listFactorGases(factor).join(', ')],
    [texts.gwpSet, showMember(detail['gwpSet'])],
    [texts.basis, showMember(detail['basis'])],
  ];
  return [
    ...facts.filter(([, text]) => text !== ''),
    ...(others.length === 0 ? [] : ([[texts.members, <Members key="members" members={others} />]] as const)),
  ];
}

function showMember(member: Json | undefined): string {
  if (Array.isArray(member)) return member.map(showMember).join(' ');
  return typeof member === 'string' ? member : typeof member === 'number' ? String(member) : '';
}

function Members({ members }: { members: readonly (readonly [string, Json | undefined])[] }) {
  return members.map(([name, member]) => (
    <code key={name} className={classes['member']}>
      <OutsideText text={`${name}: ${showMember(member)}`} />
    </code>
  ));
}

function Source({ factor: { source } }: { factor: FoundFactor }) {
  const texts = useFactorsTexts();
  if (source === null) return texts.noSource;
  const { title, licence, published } = source;
  const rest = [
    ...(published === null ? [] : [published]),
    ...(licence === null ? [] : [texts.licence(licence)]),
  ];
  return <OutsideText text={[title, ...rest].join(' · ')} most={Infinity} />;
}

function Origin({ factor: { starter, record } }: { factor: FoundFactor }) {
  const texts = useFactorsTexts();
  const format = useFormat();
  if (starter !== null)
    return (
      <>
        {texts.starter(`data/${starter.file}`, format.number(starter.line))}{' '}
        {starter.isSecondary && <Tag tone="unsure">{texts.secondary}</Tag>}
      </>
    );
  if (record === null) return null;
  const { id, title, subject, identifier, party, newest, withdrawnBy } = record;
  return (
    <>
      <Link to="/records/$id" params={{ id }}>
        {title === null ? <SubjectName subject={subject} /> : <OutsideText text={title} />}
      </Link>{' '}
      <OutsideText text={identifier ?? party} /> <Hash value={id} />{' '}
      {!record.public && <Tag>{texts.private}</Tag>}{' '}
      {withdrawnBy !== null ? (
        <Tag tone="bad">{texts.withdrawn}</Tag>
      ) : (
        newest !== null && (
          <Link to="/records/$id" params={{ id: newest }}>
            {texts.newer}
          </Link>
        )
      )}
    </>
  );
}
