import { Button, NumberInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from '../../components/form.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useFormat } from '../../language/format.ts';
import { useBatchTexts } from './batch-texts.ts';
import classes from './batch.module.css';

/** Leads to a batch by its number, and to the oldest one: a long list is not read to its end for that. Nothing while there are few. */
export function GoToBatch({ newest }: { newest: number | null }) {
  const texts = useBatchTexts();
  const format = useFormat();
  const navigate = useNavigate();
  const [number, setNumber] = useState<number | string>('');
  if (newest === null || newest < 2) return null;
  const isKnown = typeof number === 'number' && number >= 1 && number <= newest;
  const go = (): void => {
    if (isKnown) void navigate({ to: '/batches/$number', params: { number: String(number) } });
  };
  return (
    <Form className={`controls ${classes['goTo']}`} onSubmit={go}>
      <NumberInput
        label={texts.goTo}
        description={texts.goToHelp(format.number(newest))}
        min={1}
        max={newest}
        allowDecimal={false}
        value={number}
        onChange={setNumber}
      />
      <Button type="submit" variant="default" disabled={!isKnown}>
        {texts.go}
      </Button>
      <LinkButton to="/batches/$number" params={{ number: '1' }} variant="subtle">
        {texts.oldest}
      </LinkButton>
    </Form>
  );
}
