import { Alert, Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { Policy } from '../../../core/verify/policy.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Form } from '../../components/form.tsx';
import { shorten } from '../../components/hash.tsx';
import { useCheckTexts } from '../words/check-texts.ts';
import { findWallet } from '../work/wallet-endpoint.ts';
import { mayHoldKey } from './endpoint-key.ts';
import {
  fieldsOf,
  listEndpointTexts,
  OFFERED,
  type PolicyFields,
  policyOf,
  PolicyRefused,
} from '../../../jobs/verify/policy-fields.ts';
import { usePolicyTexts } from './policy-texts.ts';
import classes from './policy.module.css';

/** An engine that the page can run. */
export interface KnownEngine {
  readonly digest: Hex;
  readonly version: string;
}

interface PolicyFormProps {
  readonly policy: Policy | null;
  readonly engines: readonly KnownEngine[];
  readonly onApply: (policy: Policy) => void;
}

/** A form for the policy of the user. Nothing of it counts before it is applied. */
export function PolicyForm({ policy, engines, onApply }: PolicyFormProps) {
  const texts = usePolicyTexts();
  const [fields, setFields] = useState(() =>
    fieldsOf(
      policy,
      engines.map(({ digest }) => digest),
    ),
  );
  const [refusal, setRefusal] = useState<PolicyRefused | null>(null);
  const change = (part: Partial<PolicyFields>): void => setFields({ ...fields, ...part });
  const apply = (): void => {
    try {
      setRefusal(null);
      onApply(policyOf(fields, policy));
    } catch (error) {
      if (!(error instanceof PolicyRefused)) throw error;
      setRefusal(error);
    }
  };
  const addresses = listEndpointTexts(fields).filter((text) => URL.canParse(text));
  const mayKeep = !addresses.some(mayHoldKey);
  return (
    <Form noValidate onSubmit={apply} className={classes['form']}>
      <Textarea
        label={texts.endpoints}
        description={texts.endpointsHelp}
        value={fields.endpoints}
        onChange={({ target }) => change({ endpoints: target.value })}
        rows={2}
        spellCheck={false}
        placeholder="https://"
      />
      {findWallet() !== null && (
        <Checkbox
          label={texts.wallet}
          description={texts.walletHelp}
          checked={fields.wallet}
          onChange={({ target }) => change({ wallet: target.checked })}
        />
      )}
      <TextInput
        label={texts.ledger}
        description={texts.ledgerHelp}
        value={fields.ledger}
        onChange={({ target }) => change({ ledger: target.value })}
        spellCheck={false}
        placeholder="0x…"
        className={classes['ledger']}
      />
      <div className={classes['numbers']}>
        <Whole label={texts.chain} value={fields.chain} onChange={(chain) => change({ chain })} />
        <Whole label={texts.quorum} value={fields.quorum} onChange={(quorum) => change({ quorum })} />
        <Whole label={texts.maxAge} value={fields.maxAge} onChange={(maxAge) => change({ maxAge })} />
      </div>
      <MoreRules fields={fields} change={change} engines={engines} />
      {refusal !== null && (
        <Alert color="red" variant="light" title={texts.invalid} role="alert">
          {explain(refusal, texts)}
        </Alert>
      )}
      <div className="row">
        <Button type="submit">{texts.apply}</Button>
        <span className="quiet">{mayKeep ? texts.kept : texts.keptInTab}</span>
      </div>
    </Form>
  );
}

/** Says what is wrong with a policy and what to do. */
export function explain({ problem, value }: PolicyRefused, texts: ReturnType<typeof usePolicyTexts>): string {
  const text = texts[problem];
  return typeof text === 'string' ? text : text(value);
}

function Whole({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      label={label}
      value={value}
      inputMode="numeric"
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

interface MoreRulesProps {
  readonly fields: PolicyFields;
  readonly change: (part: Partial<PolicyFields>) => void;
  readonly engines: readonly KnownEngine[];
}

function MoreRules({ fields, change, engines }: MoreRulesProps) {
  const texts = usePolicyTexts();
  const checks = useCheckTexts();
  const known = new Map(engines.map(({ digest, version }) => [digest, version]));
  const offered = [...new Set([...engines.map(({ digest }) => digest), ...fields.engines])];
  return (
    <details className={classes['more']}>
      <summary>{texts.more}</summary>
      <div className={classes['form']}>
        <Parties
          label={texts.replayParties}
          help={texts.partiesHelp}
          value={fields.replayParties}
          onChange={(replayParties) => change({ replayParties })}
        />
        <Whole
          label={texts.replayQuorum}
          value={fields.replayQuorum}
          onChange={(replayQuorum) => change({ replayQuorum })}
        />
        <AnswerRules fields={fields} change={change} />
        <Choices
          legend={texts.required}
          options={OFFERED.require.map((check) => [check, checks[check].name])}
          chosen={fields.require}
          onChange={(require) => change({ require })}
        />
        <Choices
          legend={texts.engines}
          options={offered.map((digest) => [
            digest,
            `${known.get(digest) ?? texts.unknownEngine} · ${shorten(digest)}`,
          ])}
          chosen={fields.engines}
          onChange={(chosen) => change({ engines: chosen as readonly Hex[] })}
        />
      </div>
    </details>
  );
}

function AnswerRules({ fields, change }: Pick<MoreRulesProps, 'fields' | 'change'>) {
  const texts = usePolicyTexts();
  return (
    <>
      <Parties
        label={texts.judges}
        help={texts.judgesHelp}
        value={fields.judges}
        onChange={(judges) => change({ judges })}
      />
      <Choices
        legend={texts.refuse}
        options={OFFERED.refuse.map((name) => [name, texts.refuses[name]])}
        chosen={fields.refuse}
        onChange={(refuse) => change({ refuse })}
      />
      <TextInput
        label={texts.subjectParty}
        value={fields.subjectParty}
        onChange={({ target }) => change({ subjectParty: target.value })}
        spellCheck={false}
      />
      <Checkbox
        label={texts.basis}
        checked={fields.failsOnBasis}
        onChange={({ target }) => change({ failsOnBasis: target.checked })}
      />
      <Checkbox
        label={texts.newest}
        checked={fields.asksNewest}
        onChange={({ target }) => change({ asksNewest: target.checked })}
      />
    </>
  );
}

interface PartiesProps {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Parties({ label, help, value, onChange }: PartiesProps) {
  return (
    <Textarea
      label={label}
      description={help}
      value={value}
      rows={2}
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

interface ChoicesProps {
  readonly legend: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

function Choices({ legend, options, chosen, onChange }: ChoicesProps) {
  const name = useId();
  return (
    <fieldset className={classes['choices']}>
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <Checkbox
          key={value}
          name={name}
          label={label}
          checked={chosen.includes(value)}
          onChange={({ target }) =>
            onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
          }
        />
      ))}
    </fieldset>
  );
}
