import { registryCalls as registry } from '../../chain/contracts/registry-call.ts';
import { nameOfRole, type Role, type RoleName } from '../../core/records/kind.ts';

/** What a transaction changed in the registry. Times are unix seconds, by the clock of the chain. */
export type Effect =
  | { readonly event: 'PartyRegistered' | 'IdentifierAdded'; readonly identifier: string }
  | { readonly event: 'KeyOpened'; readonly key: string; readonly from: number }
  | { readonly event: 'KeyClosed'; readonly key: string; readonly until: number }
  | { readonly event: 'RoleOpened'; readonly role: RoleName; readonly from: number }
  | { readonly event: 'RoleClosed'; readonly role: RoleName; readonly until: number }
  | { readonly event: 'PartySuspended'; readonly at: number };

interface Log {
  readonly topics: readonly string[];
  readonly data: string;
}

/** Returns what logs of the registry say was changed. Logs of other events are left out. */
export function decodeEffects(logs: readonly Log[]): readonly Effect[] {
  return logs.flatMap((log) => {
    const effect = decodeEffect(log);
    return effect === null ? [] : [effect];
  });
}

function decodeEffect({ topics, data }: Log): Effect | null {
  const parsed = registry.parseLog({ topics, data });
  if (parsed === null) return null;
  const { name: event, args } = parsed;
  const text = (name: string): string => String(args[name]);
  const time = (name: string): number => Number(args[name]);
  switch (event) {
    case 'PartyRegistered':
    case 'IdentifierAdded':
      return { event, identifier: text('identifier') };
    case 'KeyOpened':
      return { event, key: text('key'), from: time('from') };
    case 'KeyClosed':
      return { event, key: text('key'), until: time('until') };
    case 'RoleOpened':
      return { event, role: nameOfRole(Number(args['role']) as Role), from: time('from') };
    case 'RoleClosed':
      return { event, role: nameOfRole(Number(args['role']) as Role), until: time('until') };
    case 'PartySuspended':
      return { event, at: time('suspendedAt') };
    default:
      return null;
  }
}
