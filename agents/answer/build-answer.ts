import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { Invariant } from '../../core/errors.ts';
import type { Answered, Answerer, Question } from '../coordinator/answer-question.ts';
import type { AdmittedBlock } from '../gate/admitted.ts';
import type { Block } from '../gate/block.ts';
import { shownBy } from '../gate/resolve.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Item } from '../handles/item.ts';
import type { Turn } from '../model/model.ts';
import type { GivenRun } from '../procedures/workbench.ts';
import { type AnswerFile, digestAnswer, plainThing, toPlain } from './answer-file.ts';
import { ANSWER_FORMAT, ANSWER_JSON } from './answer-format.ts';
import type { ListedRecords } from '../records/record-reads.ts';
import type { ReadRecords } from './remember-reads.ts';
import { digestProcedure } from './digest-procedure.ts';

/** What an answer file is made of, besides the answer. */
export interface AnswerParts {
  readonly question: Question;
  readonly answered: Answered;
  /** What answered. */
  readonly by: AnswerFile['transcript']['by'];
  /** The SHA-256 of the file of the engine that computed the runs. */
  readonly engine: Hex;
  /** The registered records in which the answer was looked for; null where it comes from runs alone. */
  readonly records: ReadRecords | null;
  /** Proof files of the records whose rows are inputs of the runs. */
  readonly proofs: readonly Uint8Array[];
}

/** Names what answered, for the transcript. */
export function nameAnswerer(answerer: Answerer): AnswerParts['by'] {
  return answerer === 'forms' ? answerer : { model: answerer.model.name, host: answerer.model.host };
}

/**
 * Makes an answer file of an admitted answer. It holds the rows of the inputs, private ones too: see `isPrivateAnswer`. Remarks of a model are
 * left out.
 * @throws Invariant for an answer that was refused
 */
export function buildAnswer({ question, answered, by, engine, ...given }: AnswerParts): AnswerFile {
  const { admitted, refused, turns, workbench } = answered;
  if (refused !== null) throw new Invariant('an answer that was refused states nothing');
  const { procedure, text, language } = question;
  const blocks = admitted.blocks.flatMap((block) => writeBlock(block) ?? []);
  const file = {
    format: ANSWER_FORMAT,
    question: { type: procedure.question, text, language },
    ...{ blocks, engine },
    things: listThings(blocks, workbench.handles),
    runs: workbench.given.map(writeRun),
    records: given.records === null ? null : writeRecords(given.records),
    proofs: writeProofs(
      given,
      workbench.given.some(({ isPrivate }) => isPrivate),
    ),
    transcript: { by, procedure: digestProcedure(procedure), calls: listCalls(turns, workbench.handles) },
  } as const;
  return { ...file, digest: digestAnswer(file) };
}

function writeRecords({ listed, dependents }: ReadRecords): AnswerFile['records'] {
  const own = writeListed(listed);
  return dependents === null ? own : { ...own, dependents: writeListed(dependents) };
}

function writeListed({ by, hasMore, records }: ListedRecords): NonNullable<AnswerFile['records']> {
  const listed = records.map(({ id, party, kind, subject, sequence, title, standard }) => ({
    ...{ id, kind, subject, sequence, title, standard },
    party: { id: party.id, identifier: party.identifier },
  }));
  return { by, hasMore, records: listed };
}

/** Returns the proof files, each once. Those of inputs may be private where a run is. */
function writeProofs(
  { records, proofs }: Pick<AnswerParts, 'records' | 'proofs'>,
  areInputsPrivate: boolean,
): AnswerFile['proofs'] {
  const all = [
    ...(records?.opened ?? []),
    ...proofs.map((proof) => ({ proof, isPrivate: areInputsPrivate })),
  ];
  const files = all.map(({ proof, isPrivate }) => ({
    isPrivate,
    file: parseJson(proof, ANSWER_JSON) as JsonObject,
  }));
  return [...new Map(files.map((each) => [formatJson(each.file, ANSWER_JSON), each])).values()];
}

/** Whether an answer or its file has figures, rows or proof files that a party keeps private. */
export function isPrivateAnswer({
  answered: { workbench },
  records,
}: Pick<AnswerParts, 'answered' | 'records'>): boolean {
  const { given, handles } = workbench;
  return (
    given.some(({ isPrivate }) => isPrivate) ||
    (records?.opened ?? []).some(({ isPrivate }) => isPrivate) ||
    handles.list().some((handle) => {
      const item = handles.find(handle);
      return item?.kind === 'figure' && item.isPrivate;
    })
  );
}

/** Returns a block as a model wrote it; null for what is shown on a screen alone. */
function writeBlock(block: AdmittedBlock): Block | null {
  switch (block.is) {
    case 'statement': {
      // Nobody has chosen yet: a file holds what is answered.
      if (block.frame.id === 'ask-choice') return null;
      const slots = Object.entries(block.slots).flatMap(([slot, each]): [string, string | string[]][] => {
        const [first, ...others] = each.map(({ handle }) => handle);
        if (first === undefined) return [];
        return [[slot, others.length === 0 ? first : [first, ...others]]];
      });
      return { is: 'statement', frame: block.frame.id, slots: Object.fromEntries(slots) } as Block;
    }
    case 'table':
      return block.table === null ? null : { is: 'table', table: block.table };
    case 'picture':
      return { is: 'picture', picture: block.picture };
    case 'link':
      return { is: 'link', link: block.link };
    case 'quotation': {
      const { passage, from, until } = block;
      return { is: 'quotation', passage, from, until };
    }
    case 'remark':
    case 'withheld':
    case 'refused':
    case 'notice':
      return null;
  }
}

type Call = AnswerFile['transcript']['calls'][number];

/**
 * Returns the tools that a model called and that ran, with what they issued: one that found nothing may have taken a step too. Candidates that
 * nobody accepted are left out, as no verification looks for factors.
 */
function listCalls(turns: readonly Turn[], table: Handles): Call[] {
  const inputs = new Map(
    turns.flatMap((turn) => (turn.is === 'calls' ? turn.calls.map(({ id, input }) => [id, input]) : [])),
  );
  return turns.flatMap((turn) => {
    if (turn.is !== 'results') return [];
    return turn.results.flatMap(({ id, tool, json }): Call[] => {
      const { handles } = json as { readonly handles?: readonly { readonly handle: Handle }[] };
      if (handles === undefined) return [];
      const issued = handles.map(({ handle }) => handle).filter((handle) => !isOffer(table.find(handle)));
      return [{ tool, input: toPlain(inputs.get(id) as object), handles: issued }];
    });
  });
}

function isOffer(item: Item | null): boolean {
  return item?.kind === 'candidate' && !item.isAccepted;
}

/** Returns what the handles that blocks show stand for. */
function listThings(blocks: readonly Block[], handles: Handles): Record<Handle, JsonObject> {
  const shown = new Set(blocks.flatMap((block) => shownBy(block, handles).map(({ handle }) => handle)));
  return Object.fromEntries([...shown].map((handle) => [handle, plainThing(handles.find(handle)!)]));
}

function writeRun({
  run,
  method,
  parameters,
  inputs,
  party,
  isPrivate,
  accepted,
  open,
}: GivenRun): AnswerFile['runs'][number] {
  const written = inputs.map(({ record, entries, stream }) => ({
    ...{ record, ...(stream === undefined ? {} : { stream }) },
    entries: entries.map(({ key, value, unit, from, until, detail }) => ({
      ...{ key, value, unit, from, until, detail },
    })),
  }));
  const own = { run, method, parameters, inputs: written, party, isPrivate };
  const plain = toPlain({ ...own, accepted, open });
  return plain as unknown as AnswerFile['runs'][number];
}
