import type { OpenKey } from '../../chain/keys/key-file.ts';
import { readKey, readRandomKey } from '../../runtime/key-file.ts';
import { StartupError } from '../../runtime/startup-error.ts';
import type { ServerConfig, ServerRole } from './server-settings.ts';

/** The keys of the server; null if no role needs them. */
export interface ServerKeys {
  readonly operator: OpenKey | null;
  readonly anchorer: OpenKey | null;
  /** The 32 bytes that encrypt the secrets of webhooks; null if the server offers none, and in a process that does not need them. */
  readonly webhooks: Uint8Array | null;
}

/** Reads the keys that the roles need. They must differ: no account may have two powers. @throws StartupError `key-file`, `same-key` */
export async function readKeys({ roles, keys }: ServerConfig): Promise<ServerKeys> {
  const read = async (role: ServerRole, setting: string, path: string | null): Promise<OpenKey | null> =>
    roles.includes(role) && path !== null ? readKey(setting, path, keys.passwordFile) : null;
  const operator = await read('api', 'OPERATOR_KEY_FILE', keys.operatorFile);
  const anchorer = await read('anchorer', 'ANCHORER_KEY_FILE', keys.anchorerFile);
  if (operator !== null && anchorer !== null && operator.address === anchorer.address) {
    throw new StartupError(
      'same-key',
      `OPERATOR_KEY_FILE and ANCHORER_KEY_FILE contain the same key, ${operator.address}. No account may have two powers: create another key with ledger key new.`,
    );
  }
  const readsWebhooks = roles.includes('api') || roles.includes('notifier');
  const webhooks =
    readsWebhooks && keys.webhooksFile !== null
      ? await readRandomKey('WEBHOOKS_KEY_FILE', keys.webhooksFile)
      : null;
  return { operator, anchorer, webhooks };
}
