import { Checkbox, NativeSelect } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { FilterText } from '../../../components/list/filter-text.tsx';
import { Form } from '../../../components/form.tsx';
import { PolicySummary } from '../../../verification/policy/policy-summary.tsx';
import type { VerdictRules } from '../../../work/use-verdict.ts';
import type { InboxFilters } from './choose-disclosures.ts';
import { useExchangeTexts } from '../exchange-texts.ts';
import classes from '../exchange.module.css';

/** What the address of the inbox holds. */
interface Search extends InboxFilters {
  readonly show?: 'all' | undefined;
  readonly party?: string | undefined;
}

const TEXTS = ['party', 'period'] as const;

/** The filters of the inbox: choices apply at once, texts when they are complete. */
export function InboxFiltersForm({ search, rules }: { search: Search; rules: VerdictRules | undefined }) {
  const texts = useExchangeTexts();
  const navigate = useNavigate({ from: '/exchange' });
  const change = (name: keyof Search, value: string | true | undefined): void => {
    if (search[name] === value) return;
    void navigate({ search: (now) => ({ ...now, [name]: value }), resetScroll: false });
  };
  const choice = (name: keyof Search, label: string, choices: Readonly<Record<string, string>>) => (
    <NativeSelect
      label={label}
      value={String(search[name] ?? '')}
      data={Object.entries(choices).map(([value, text]) => ({ value, label: text }))}
      onChange={({ target }) => change(name, target.value === '' ? undefined : target.value)}
    />
  );
  const text = (name: (typeof TEXTS)[number], label: string, hint: string) => (
    <FilterText
      label={label}
      placeholder={hint}
      name={name}
      value={search[name] ?? ''}
      onBlur={({ target }) => change(name, givenIn(target.value))}
    />
  );
  const submit = (form: HTMLFormElement): void => {
    const data = new FormData(form);
    for (const name of TEXTS) change(name, givenIn(data.get(name)));
  };
  return (
    <div className="stack">
      <PolicyLine rules={rules} />
      <Form className={`controls ${classes['filters']}`} aria-label={texts.filters} onSubmit={submit}>
        {choice('show', texts.shown, { '': texts.shownMine, all: texts.shownAll })}
        {choice('verdict', texts.verdictFilter, { '': texts.any, ...texts.verdicts })}
        {choice('opinion', texts.assured, { '': texts.any, ...texts.opinions })}
        {text('party', texts.company, texts.companyHint)}
        {text('period', texts.period, texts.periodHint)}
        {choice('sort', texts.sort, { '': texts.newest, ...texts.sorts })}
        <div className={classes['boxes']}>
          <Checkbox
            label={texts.onlyOpen}
            checked={search.open === true}
            onChange={({ target }) => change('open', target.checked ? true : undefined)}
          />
          <Checkbox
            label={texts.onlyAgain}
            checked={search.again === true}
            onChange={({ target }) => change('again', target.checked ? true : undefined)}
          />
        </div>
        {/* Enter in a text field sends the form. */}
        <input type="submit" hidden />
      </Form>
    </div>
  );
}

/** By which policy disclosures are judged, and where it is changed. */
function PolicyLine({ rules }: { rules: VerdictRules | undefined }) {
  const texts = useExchangeTexts();
  return (
    <p className="quiet">
      <strong>{texts.policy}</strong>{' '}
      {rules?.chosen == null ? texts.noPolicy : <PolicySummary chosen={rules.chosen} />}
      {' · '}
      <Link to="/verify" search={{ policy: 'open' }}>
        {texts.changePolicy}
      </Link>
    </p>
  );
}

/** What a field holds; undefined for nothing. */
function givenIn(value: FormDataEntryValue | null): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
