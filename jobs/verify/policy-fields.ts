import {
  type CheckName,
  CHECKS,
  OBJECTIONS,
  parsePolicy,
  type Policy,
  REQUIRED_CHECKS,
  requiredChecks,
} from '../../core/verify/policy.ts';
import { BadInput } from '../../core/errors.ts';
import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { changeLedger, createPolicy } from './new-policy.ts';
import { listEndpoints } from '../../chain/rpc/rpc.ts';

/** For pages, which take rules of the protocol from jobs. */
export { listNotRequired } from '../../core/verify/verdict.ts';

/** The wallet of the browser as an endpoint of the chain: an address that no host can have (RFC 2606). */
export const WALLET_URL = 'http://wallet.invalid/';

/** What can be wrong with a policy that was typed. */
type PolicyProblem =
  | 'wrongEndpoint'
  | 'wrongParty'
  | 'wrongLedger'
  | 'wrongChain'
  | 'wrongNumber'
  | 'tooFew'
  | 'needsNewest'
  | 'otherFormat'
  | 'notPolicy';

/** A policy that was typed is not valid. `value` is the text that is wrong. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused';
  readonly problem: PolicyProblem;
  readonly value: string;

  constructor(problem: PolicyProblem, value: string, cause?: unknown) {
    super(`${problem}: ${value}`, { cause });
    this.problem = problem;
    this.value = value;
  }
}

/** A policy as a form shows it. Lists of addresses and parties are texts, one a line. */
export interface PolicyFields {
  readonly endpoints: string;
  readonly wallet: boolean;
  readonly ledger: string;
  readonly chain: string;
  readonly quorum: string;
  /** Days. */
  readonly maxAge: string;
  readonly replayParties: string;
  readonly replayQuorum: string;
  readonly judges: string;
  readonly subjectParty: string;
  readonly refuse: readonly string[];
  readonly failsOnBasis: boolean;
  readonly asksNewest: boolean;
  readonly require: readonly string[];
  readonly engines: readonly Hex[];
}

/** What a form offers: checks that a policy may require besides those that always must pass, and what a judge may be not to say. */
export const OFFERED = {
  require: CHECKS.filter(
    (check) => !REQUIRED_CHECKS.includes(check) && check !== 'faults' && check !== 'currentness',
  ),
  refuse: OBJECTIONS,
} as const;

/** Returns the checks that a policy requires, besides those that every policy does. */
export function listAdded(policy: Policy): CheckName[] {
  return [...requiredChecks(policy)].filter((check) => !REQUIRED_CHECKS.includes(check));
}

const DAY = 86_400;
const EMPTY = { chainId: 1, ledger: '0x0000000000000000000000000000000000000000', urls: [] };

/** Returns a policy as fields; without one, those of a new policy that accepts these engines. */
export function fieldsOf(policy: Policy | null, engines: readonly Hex[]): PolicyFields {
  const shown = policy ?? createPolicy({ ...EMPTY, engines });
  const { rpc, ledger, chainId, maxAge, replays } = shown;
  return {
    endpoints: rpc.urls.filter((url) => url !== WALLET_URL).join('\n'),
    wallet: rpc.urls.includes(WALLET_URL),
    ledger: policy === null ? '' : ledger,
    chain: policy === null ? '' : String(chainId),
    quorum: String(rpc.quorum),
    maxAge: String(maxAge / DAY),
    replayParties: replays.parties.join('\n'),
    replayQuorum: String(replays.quorum),
    judges: shown.judges.join('\n'),
    subjectParty: shown.subjectParty ?? '',
    refuse: shown.refuse,
    failsOnBasis: shown.basis === 'fail',
    asksNewest: shown.newest === 'required',
    require: shown.require,
    engines: shown.engines,
  };
}

/** Returns the policy of fields. What they do not show is taken from the policy that they were made from. @throws PolicyRefused */
export function policyOf(fields: PolicyFields, basis: Policy | null): Policy {
  const { wallet, refuse, failsOnBasis, asksNewest, require, engines } = fields;
  const urls = [...listEndpointTexts(fields).map(checkEndpoint), ...(wallet ? [WALLET_URL] : [])];
  const quorum = readNumber(fields.quorum, 1, 16);
  if (urls.length > 0 && listEndpoints(urls).length < quorum)
    throw new PolicyRefused('tooFew', String(quorum));
  if (!/^[1-9]\d*$/.test(fields.chain.trim())) throw new PolicyRefused('wrongChain', fields.chain);
  const made = basis ?? createNew(Number(fields.chain), fields.ledger.trim());
  const judges = readLines(fields.judges).map(readParty);
  if (!asksNewest && judges.length > 0) throw new PolicyRefused('needsNewest', '');
  return check({
    ...changeLedger(made, { chainId: Number(fields.chain), ledger: fields.ledger.trim() }),
    rpc: { urls, quorum },
    maxAge: Math.round(DAY * readNumber(fields.maxAge, 0, 36_500)),
    replays: {
      parties: readLines(fields.replayParties).map(readParty),
      quorum: readNumber(fields.replayQuorum, 0, 64),
    },
    // A form that does not ask for the newest version does not show this check.
    require: (require as CheckName[]).filter((check) => asksNewest || check !== 'currentness'),
    newest: asksNewest ? 'required' : 'not-asked',
    judges,
    subjectParty: fields.subjectParty.trim() === '' ? null : readParty(fields.subjectParty.trim()),
    refuse,
    basis: failsOnBasis ? 'fail' : 'warn',
    engines,
  });
}

function createNew(chainId: number, ledger: string): Policy {
  try {
    return createPolicy({ chainId, ledger, urls: [] });
  } catch (error) {
    throw new PolicyRefused('wrongLedger', ledger, error);
  }
}

function check(value: object): Policy {
  try {
    return parsePolicy(JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new PolicyRefused(error.path === 'ledger' ? 'wrongLedger' : 'notPolicy', error.message, error);
  }
}

/** Returns the policy in a file. @throws PolicyRefused `otherFormat`, `notPolicy` */
export function readPolicyFile(text: string): Policy {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof BadInput && error.path === 'format' && typeof error.value === 'string')
      throw new PolicyRefused('otherFormat', error.value, error);
    throw new PolicyRefused('notPolicy', error instanceof Error ? error.message : '', error);
  }
}

/** Returns the addresses of endpoints in a text of the form, valid or not. */
export function listEndpointTexts({ endpoints }: PolicyFields): string[] {
  return readLines(endpoints);
}

function readLines(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function checkEndpoint(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new PolicyRefused('wrongEndpoint', url);
}

function readParty(text: string): Hex {
  if (isHex(text, 32)) return text;
  try {
    return hashParty(text);
  } catch (error) {
    throw new PolicyRefused('wrongParty', text, error);
  }
}

function readNumber(text: string, least: number, most: number): number {
  const value = Number(text.trim() === '' ? Number.NaN : text);
  if (value >= least && value <= most) return value;
  throw new PolicyRefused('wrongNumber', text);
}
