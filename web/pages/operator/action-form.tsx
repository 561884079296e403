import { Alert, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { Party } from '../../../client/generated/openapi.ts';
import { type RoleName, ROLES } from '../../../core/records/kind.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure } from '../../components/states.tsx';
import {
  type ActionFields,
  type ActionName,
  checkFields,
  type FieldName,
  FIELDS_OF,
  fieldOfRefusal,
} from '../../../jobs/change-party/party-change.ts';
import { ledger } from '../../data/ledger.ts';
import { hitsOf } from '../../data/search-hit.ts';
import { FaultText, type Problem, useProblemWords } from './fault-text.tsx';
import { useFaultTexts } from './fault-texts.ts';
import { PartyField } from './party-field.tsx';
import type { Review } from '../../../jobs/change-party/prepare-review.ts';
import type { RegistrarAccount } from '../../../jobs/change-party/registrar-wallet.ts';
import { useRegistrarTexts } from './registrar-texts.ts';

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** Finds the parties that have, or had, an address as a key, as the server says. */
async function findKeyHolders(key: string): Promise<readonly Party[]> {
  const hits = hitsOf(await ledger.search({ q: key }));
  return hits.flatMap((hit) => (hit.type === 'party' && hit.by === 'key' ? [hit.party] : []));
}

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

interface ActionFormProps {
  readonly account: RegistrarAccount;
  readonly registry: string;
  readonly fields: ActionFields;
  readonly onChange: (fields: ActionFields) => void;
  readonly onPrepared: (review: Review) => void;
}

/** Asks what a registrar wants to do, and asks the registry whether it would take it, before anything is sent. */
export function ActionForm({ fields, onChange, ...rest }: ActionFormProps) {
  const texts = useRegistrarTexts();
  const form = useRef<HTMLFormElement>(null);
  const { isBusy, problems, failure, prepare, forget } = usePrepare({ fields, ...rest }, form);
  const change = (part: Partial<ActionFields>): void => {
    forget(Object.keys(part));
    onChange({ ...fields, ...part });
  };
  const has = (name: FieldName): boolean => FIELDS_OF[fields.does].includes(name);
  const errorOf = (name: FieldName): ReactNode => {
    const problem = problems[name];
    return problem === undefined ? null : <FaultText problem={problem} />;
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void prepare();
  };
  const text = (name: 'identifier' | 'key', label: string, hint: string) =>
    has(name) && (
      <TextInput
        label={label}
        placeholder={hint}
        required
        autoComplete="off"
        spellCheck={false}
        value={fields[name]}
        error={errorOf(name)}
        onChange={({ target }) => change({ [name]: target.value.trim() })}
      />
    );
  return (
    <form className="stack" ref={form} onSubmit={submit} aria-label={texts.title}>
      <NativeSelect
        label={texts.action}
        description={texts.help[fields.does]}
        value={fields.does}
        data={Object.entries(texts.actions).map(([value, label]) => ({ value, label }))}
        onChange={({ target }) => change({ does: target.value as ActionName })}
      />
      {has('party') && (
        <PartyField value={fields.party} error={errorOf('party')} onChange={(party) => change({ party })} />
      )}
      {text('identifier', texts.identifier, texts.identifierHint)}
      {text('key', texts.key, texts.keyHint)}
      <RoleFields fields={fields} errorOf={errorOf} onChange={change} />
      {failure !== null && <PrepareFailure error={failure} />}
      <div>
        <Button type="submit" loading={isBusy}>
          {texts.review}
        </Button>
      </div>
    </form>
  );
}

interface RoleFieldsProps {
  readonly fields: ActionFields;
  readonly errorOf: (name: FieldName) => ReactNode;
  readonly onChange: (part: Partial<ActionFields>) => void;
}

/** The roles of a new party, or the role that is opened or closed; nothing for other actions. */
function RoleFields({ fields, errorOf, onChange }: RoleFieldsProps) {
  const texts = useRegistrarTexts();
  const { roles: words } = useRecordTexts();
  if (FIELDS_OF[fields.does].includes('roles'))
    return (
      <Checkbox.Group
        label={texts.roles}
        value={[...fields.roles]}
        error={errorOf('roles')}
        onChange={(roles) => onChange({ roles })}
      >
        <div className="row">
          {ROLE_NAMES.map((role) => (
            <Checkbox key={role} value={role} label={words[role]} />
          ))}
        </div>
      </Checkbox.Group>
    );
  if (!FIELDS_OF[fields.does].includes('role')) return null;
  return (
    <NativeSelect
      label={texts.role}
      value={fields.role}
      error={errorOf('role')}
      data={ROLE_NAMES.map((role) => ({ value: role, label: words[role] }))}
      onChange={({ target }) => onChange({ role: target.value as RoleName })}
    />
  );
}

type Problems = Partial<Record<FieldName, Problem>>;

/** Prepares the review of an action; what is wrong is next to its field, or is a failure of the whole. */
function usePrepare(
  { account, registry, fields, onPrepared }: Omit<ActionFormProps, 'onChange'>,
  form: { readonly current: HTMLFormElement | null },
) {
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [times, setTimes] = useState(0);
  const shown = useRef<Problems>({});
  const show = (found: Problems): void => {
    setProblems(found);
    shown.current = found;
    setTimes((before) => before + 1);
  };
  useEffect(() => {
    if (times === 0 || Object.keys(shown.current).length === 0) return;
    const find = (which: string) => form.current?.querySelector<HTMLElement>(which);
    (find('[aria-invalid="true"]') ?? find('[role="group"] input'))?.focus();
  }, [times, form]);
  const prepare = async (): Promise<void> => {
    setFailure(null);
    const faults = Object.entries(checkFields(fields));
    show(Object.fromEntries(faults.map(([name, code]) => [name, { code, values: {} }])));
    if (faults.length > 0) return;
    setBusy(true);
    try {
      const { prepareReview } = await import('../../../jobs/change-party/prepare-review.ts');
      const review = await prepareReview(fields, { account, registry, now: nowInSeconds, findKeyHolders });
      if (review === 'unknown-party') show({ party: { code: 'UnknownParty', values: {} } });
      else onPrepared(review);
    } catch (error) {
      const problem = problemOf(error);
      const field = problem === null ? null : fieldOfRefusal(problem.code, fields.does);
      if (field === null) setFailure(error);
      else show({ [field]: problem });
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    problems,
    failure,
    prepare,
    /** Forgets what was wrong with fields, as soon as they change. */
    forget: (names: readonly string[]): void => {
      setFailure(null);
      setProblems((now) =>
        names.includes('does')
          ? {}
          : Object.fromEntries(Object.entries(now).filter(([name]) => !names.includes(name))),
      );
    },
  };
}

/** Returns what an error says about the registry: its code and values; null for another error. */
function problemOf(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { name, code } = error;
  if (name === 'UnnamedRefusal') return { code: String(code), values: {} };
  if (name !== 'ChainRefusal' || !('refusal' in error)) return null;
  return { code: String(code), values: (error.refusal as { values: Problem['values'] }).values };
}

/** Says why an action was not taken: by the registry, in words of the page, or by the wallet or the network. */
export function PrepareFailure({ error }: { error: unknown }) {
  const texts = useFaultTexts();
  const words = useProblemWords();
  const problem = problemOf(error);
  if (problem === null) return <Failure error={error} />;
  return (
    <Alert color="red" variant="light" title={texts.refused} role="alert">
      <p>{words(problem) ?? texts.other}</p>
      <details>
        <summary>{texts.details}</summary>
        <p>{error instanceof Error ? error.message : ''}</p>
      </details>
      <span className="quiet">
        {texts.code} <code>{problem.code}</code>
      </span>
    </Alert>
  );
}
