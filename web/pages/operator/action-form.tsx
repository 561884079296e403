import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type RoleName, ROLES } from '../../../core/records/kind.ts';
import { Form } from '../../components/form.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import type { RegistrarAccount, RegistrarAction } from './registry-calls.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import type { PreparedCall } from './send-call.tsx';

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

interface Fields {
  readonly does: RegistrarAction['does'];
  readonly identifier: string;
  readonly party: string;
  readonly key: string;
  readonly roles: readonly RoleName[];
  readonly role: RoleName;
}

const FIRST: Fields = {
  does: 'registerParty',
  identifier: '',
  party: '',
  key: '',
  roles: ['company'],
  role: 'company',
};

/** The fields that each action needs. */
const NEEDS: Readonly<Record<Fields['does'], readonly (keyof Fields)[]>> = {
  registerParty: ['identifier', 'key', 'roles'],
  addIdentifier: ['party', 'identifier'],
  openRole: ['party', 'role'],
  closeRole: ['party', 'role'],
  addKey: ['party', 'key'],
  closeKey: ['party', 'key'],
  suspend: ['party'],
};

interface ActionFormProps {
  readonly account: RegistrarAccount;
  readonly registry: string;
  readonly onPrepared: (prepared: PreparedCall) => void;
}

/** Asks what a registrar wants to do, and asks the registry whether it would take it, before anything is sent. */
export function ActionForm({ account, registry, onPrepared }: ActionFormProps) {
  const texts = useRegistrarTexts();
  const { roles: roleWords } = useRecordTexts();
  const [fields, setFields] = useState(FIRST);
  const { isBusy, error, attempt } = useAttempt();
  const change = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const has = (name: keyof Fields): boolean => NEEDS[fields.does].includes(name);
  const prepare = (): Promise<void> =>
    attempt(async () => {
      const { encodeAction, tryCall } = await import('./registry-calls.ts');
      const action = fields as RegistrarAction;
      const call = encodeAction(action, registry);
      await tryCall(account, call);
      onPrepared({ call, title: texts.actions[fields.does], party: partyOf(fields) });
    });
  const text = (name: 'identifier' | 'party' | 'key', label: string, hint: string) =>
    has(name) && (
      <TextInput
        label={label}
        placeholder={hint}
        required
        autoComplete="off"
        spellCheck={false}
        value={fields[name]}
        onChange={({ target }) => change({ [name]: target.value.trim() })}
      />
    );
  return (
    <Form className="stack" onSubmit={prepare} aria-label={texts.title}>
      <NativeSelect
        label={texts.action}
        description={texts.help[fields.does]}
        value={fields.does}
        data={Object.entries(texts.actions).map(([value, label]) => ({ value, label }))}
        onChange={({ target }) => change({ does: target.value as Fields['does'] })}
      />
      {text('party', texts.party, texts.partyHint)}
      {text('identifier', texts.identifier, texts.identifierHint)}
      {text('key', texts.key, texts.keyHint)}
      {has('roles') && (
        <Checkbox.Group
          label={texts.roles}
          value={[...fields.roles]}
          onChange={(roles) => change({ roles: roles })}
        >
          <div className="row">
            {ROLE_NAMES.map((role) => (
              <Checkbox key={role} value={role} label={roleWords[role]} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {has('role') && (
        <NativeSelect
          label={texts.role}
          value={fields.role}
          data={ROLE_NAMES.map((role) => ({ value: role, label: roleWords[role] }))}
          onChange={({ target }) => change({ role: target.value as RoleName })}
        />
      )}
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" loading={isBusy}>
          {texts.review}
        </Button>
      </div>
    </Form>
  );
}

/** The party that an action is about: its identifier, or its id. */
function partyOf({ does, identifier, party }: Fields): string {
  return does === 'registerParty' ? identifier : party;
}
