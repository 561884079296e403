import type { RoleName } from '../../core/records/kind.ts';

/** A party in the worked example. All are invented. */
export interface Actor {
  readonly name: string;
  readonly identifier: string;
  readonly role: RoleName;
}

export const ACTORS = {
  operator: { name: 'Ledger operator', identifier: 'urn:example.org:ledger-operator', role: 'operator' },
  provider: {
    name: 'Factor Service (invented)',
    identifier: 'urn:example.org:factor-service',
    role: 'provider',
  },
  company: { name: 'Harbour Steel (invented)', identifier: 'lei:0000EXAMPLESTEEL0025', role: 'company' },
  auditor: {
    name: 'Clear Assurance (invented)',
    identifier: 'urn:example.org:clear-assurance',
    role: 'auditor',
  },
  exchange: {
    name: 'Open Carbon Exchange (invented)',
    identifier: 'urn:example.org:open-carbon-exchange',
    role: 'exchange',
  },
  regulator: {
    name: 'Office for Carbon Figures (invented)',
    identifier: 'urn:example.org:carbon-regulator',
    role: 'regulator',
  },
  customer: {
    name: 'Bridge Works (invented)',
    identifier: 'urn:example.org:bridge-works',
    role: 'company',
  },
} as const satisfies Record<string, Actor>;

export type ActorName = keyof typeof ACTORS;
export const ACTOR_NAMES = Object.keys(ACTORS) as readonly ActorName[];
