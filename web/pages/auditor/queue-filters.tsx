import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ledger } from '../../data/ledger.ts';
import { useAuditorTexts } from './auditor-texts.ts';
import { Form } from '../../components/form.tsx';

const SHOWN = ['addressed', 'granted'] as const;

/** What the queue shows; it is part of the address. */
export function QueueFilters() {
  const texts = useAuditorTexts();
  const navigate = useNavigate({ from: '/auditor' });
  const { kind, show } = useSearch({ from: '/auditor' });
  return (
    <div className="controls">
      <NativeSelect
        label={texts.what}
        value={kind ?? 'result'}
        data={[
          { value: 'result', label: texts.results },
          { value: 'disclosure', label: texts.disclosures },
        ]}
        onChange={({ target }) =>
          void navigate({
            search: (now) => ({ ...now, kind: target.value === 'disclosure' ? 'disclosure' : undefined }),
          })
        }
      />
      <NativeSelect
        label={texts.shown}
        value={show ?? 'all'}
        data={[
          { value: 'all', label: texts.shownAll },
          { value: 'addressed', label: texts.shownMine },
          { value: 'granted', label: texts.shownGranted },
        ]}
        onChange={({ target }) =>
          void navigate({
            search: (now) => ({ ...now, show: SHOWN.find((each) => each === target.value) }),
          })
        }
      />
      <PartyFilter />
    </div>
  );
}

function PartyFilter() {
  const texts = useAuditorTexts();
  const navigate = useNavigate({ from: '/auditor' });
  const { party } = useSearch({ from: '/auditor' });
  const [text, setText] = useState(party ?? '');
  const [isUnknown, setUnknown] = useState(false);
  const submit = async (): Promise<void> => {
    const asked = text.trim();
    setUnknown(false);
    try {
      if (asked !== '') await ledger.readParty({ party: asked });
      await navigate({ search: (now) => ({ ...now, party: asked === '' ? undefined : asked }) });
    } catch {
      setUnknown(true);
    }
  };
  return (
    <Form className="controls" onSubmit={submit}>
      <TextInput
        label={texts.party}
        placeholder={texts.partyHelp}
        value={text}
        error={isUnknown ? texts.partyUnknown : null}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" variant="default">
        {texts.apply}
      </Button>
    </Form>
  );
}
