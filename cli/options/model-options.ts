import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import type { Answerer } from '../../agents/coordinator/answer-question.ts';
import { parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { readBytes, replaceFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findLedgerPath, LEDGER_FOLDER } from './ledger-file.ts';

/** The options that name a model. */
export interface ModelOptions {
  readonly model?: string;
  readonly modelName?: string;
  readonly modelKeyFile?: string;
  readonly agree?: string;
  readonly values?: boolean;
}

/** The hosts to which a person agreed to send data of this ledger. */
const AGREED_FILE = 'agreed-hosts.json';
const agreedSchema = z.object({ hosts: z.array(z.string()) });
/** The environment variable with the key of a model. */
const KEY_NAME = 'LEDGER_MODEL_KEY';

/**
 * Returns what answers: the model of the options, or the forms alone. Nothing is sent to a host before its person agreed to it for this ledger.
 * @throws UsageError `option`; `file-unreadable`
 */
export async function openAnswerer(terminal: Terminal, options: ModelOptions): Promise<Answerer> {
  const { model: url, modelName: name, modelKeyFile: file, agree } = options;
  if (url === undefined) return 'forms';
  if (name === undefined) throw new UsageError('option', '--model also needs --model-name');
  const host = hostOf(url);
  if (agree !== undefined) await agreeTo(terminal, agree, host);
  const { hosts } = await readAgreed(terminal);
  if (!hosts.includes(host))
    throw new UsageError(
      'option',
      `nobody agreed to send data of this ledger to ${host}: add --agree ${host} once, if it may get handles and labels of what you ask about (with --values also the values)`,
    );
  const key =
    file === undefined ? terminal.env[KEY_NAME] : new TextDecoder().decode(await readBytes(terminal, file));
  const { openModel } = await import('../../agents/model/open-model.ts');
  const model = openModel({
    url,
    name,
    key: key === undefined || key.trim() === '' ? null : key.trim(),
    fetch: globalThis.fetch,
  });
  return { model, sight: { isBlind: options.values !== true, serves: null } };
}

/** @throws UsageError `option` */
function hostOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol)) return new URL(url).host;
  throw new UsageError('option', `--model takes a URL such as http://localhost:11434/v1, got ${url}`);
}

async function readAgreed(terminal: Terminal): Promise<z.output<typeof agreedSchema>> {
  const path = findLedgerPath(terminal, AGREED_FILE);
  if (path === null) return { hosts: [] };
  return parseWith(agreedSchema, parseJson(await readBytes(terminal, path)));
}

/** Writes down that a person agreed to a host. @throws UsageError `option` if it is another one than that of the model */
async function agreeTo(terminal: Terminal, agreed: string, host: string): Promise<void> {
  if (agreed !== host)
    throw new UsageError(
      'option',
      `--agree names ${agreed}, and the model is at ${host}: name the host of the model`,
    );
  const { hosts } = await readAgreed(terminal);
  if (hosts.includes(host)) return;
  const ledger = findLedgerPath(terminal, 'ledger.json');
  const known = findLedgerPath(terminal, AGREED_FILE);
  const folder = ledger === null ? resolve(terminal.cwd, LEDGER_FOLDER) : dirname(ledger);
  const path = known ?? join(folder, AGREED_FILE);
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(terminal, path, `${JSON.stringify({ hosts: [...hosts, host] })}\n`, 'secret');
}
