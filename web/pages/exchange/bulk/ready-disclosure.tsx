import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useFormat } from '../../../language/format.ts';
import { MOST_OF_TEXT, showOutside } from '../../../language/outside-text.ts';
import { AnswerTag } from '../answer-tag.tsx';
import { useDecisionTexts } from '../decision-texts.ts';
import { useExchangeTexts } from '../exchange-texts.ts';
import classes from '../exchange.module.css';
import { FigureList } from '../figure-list.tsx';
import { ProvenParty } from '../proven.tsx';
import type { Finding } from './verify-all.ts';
import { OutsideText } from '../../../components/outside-text.tsx';

/** Figures that are shown before the reader asks for all. */
const FIRST = 10;

/** What is accepted with a disclosure: whose it is, its figures, and the opinions on them. */
export function ReadyDisclosure({ found, isRegistered }: { found: Finding; isRegistered: boolean }) {
  const texts = useDecisionTexts();
  const { scope: scopeText } = useExchangeTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const { proven, figures, opinions, parties } = found;
  return (
    <div className={classes['ready']}>
      <div>
        <Link to="/records/$id" params={{ id: proven.id }} target="_blank">
          <OutsideText text={titleOr(proven.title, untitled)} />
        </Link>{' '}
        {isRegistered && <span aria-hidden>✓</span>}
        <div className={classes['small']}>
          <ProvenParty id={proven.record.party} parties={parties} />
        </div>
      </div>
      <div>
        <FigureList figures={isWhole ? figures : figures.slice(0, FIRST)} hasPeriod />
        {!isWhole && figures.length > FIRST && (
          <Button variant="default" size="compact-sm" onClick={() => setWhole(true)}>
            {texts.allFigures(format.number(figures.length))}
          </Button>
        )}
      </div>
      {opinions.map(({ record, party, says, level, scope }) => (
        <div key={record}>
          <span className="row">
            <AnswerTag says={says} level={level} />
            <ProvenParty id={party} parties={parties} />
          </span>
          {scope !== null && (
            <div className={classes['small']}>{scopeText(showOutside(scope, MOST_OF_TEXT))}</div>
          )}
        </div>
      ))}
    </div>
  );
}
