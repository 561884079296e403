import type { Handle } from '../handles/handle.ts';
import type { Problem } from '../reasons/reason.ts';
import type { Language } from '../words/language.ts';

/** What a fault makes of the statements that it is about. */
type Effect = 'failed' | 'not-checked';

/** What can be wrong with an answer file, or not be checked: code → effect, and meaning in each language. The set is closed. */
export const ANSWER_FAULTS = {
  'digest-differs': {
    effect: 'failed',
    about: {
      en: 'The file does not have the digest that it states. It was changed or damaged: ask for it again.',
      'zh-CN': '文件的摘要与其所述不符：文件已被改动或损坏。请重新索取。',
    },
  },
  'foreign-run': {
    effect: 'failed',
    about: {
      en: 'The file lacks a run that its procedure needs, or has one that it does not take.',
      'zh-CN': '文件缺少其程序所需的计算，或含有程序不接受的计算。',
    },
  },
  'thing-differs': {
    effect: 'failed',
    about: {
      en: 'The file says something else about a handle than its runs and proofs give.',
      'zh-CN': '文件对某个句柄的说明与其计算和证明所得不同。',
    },
  },
  'thing-missing': {
    effect: 'failed',
    about: {
      en: 'A statement names a handle that the file does not explain.',
      'zh-CN': '某项陈述引用了文件未说明的句柄。',
    },
  },
  'thing-unknown': {
    effect: 'failed',
    about: {
      en: 'The file explains a handle that its runs and proofs do not give.',
      'zh-CN': '文件说明了其计算和证明未给出的句柄。',
    },
  },
  'calls-differ': {
    effect: 'failed',
    about: {
      en: 'A tool gives other handles than the transcript says.',
      'zh-CN': '某个工具给出的句柄与记录不同。',
    },
  },
  'statement-refused': {
    effect: 'failed',
    about: { en: 'The gate refuses the statement.', 'zh-CN': '关卡拒绝此陈述。' },
  },
  'duty-unmet': {
    effect: 'failed',
    about: {
      en: 'The answer leaves out what its procedure obliges it to.',
      'zh-CN': '回答遗漏了其程序要求的内容。',
    },
  },
  'proof-not-verified': {
    effect: 'failed',
    about: {
      en: 'A proof file in it does not verify under your policy.',
      'zh-CN': '其中的一个证明文件未通过您的验证条件。',
    },
  },
  'row-not-in-proof': {
    effect: 'failed',
    about: {
      en: 'A row of an input differs from the record that a proof file in the answer shows.',
      'zh-CN': '某个输入行与所附证明文件显示的记录不同。',
    },
  },
  'reading-differs': {
    effect: 'failed',
    about: {
      en: 'Rows of a table, or the mapping by which they were read, are not those of the digest that their source states, or the table gives other rows.',
      'zh-CN': '表格的数据行或读取它们所用的对应关系，与其来源条目所述的摘要不符，或该表格给出的数据行不同。',
    },
  },
  'proof-unchecked': {
    effect: 'not-checked',
    about: {
      en: 'A proof file in it could not be checked: name the ledger and an endpoint of the chain in the policy.',
      'zh-CN': '其中的一个证明文件无法核验：请在验证条件中指明账本和链节点。',
    },
  },
  'unknown-question': {
    effect: 'not-checked',
    about: {
      en: 'This program answers no question of this type. Use the program that wrote the answer.',
      'zh-CN': '本程序不回答此类问题。请使用写出该回答的程序。',
    },
  },
  'other-procedure': {
    effect: 'not-checked',
    about: {
      en: 'This program has another procedure for this type of question. Use the program that wrote the answer.',
      'zh-CN': '本程序对此类问题有不同的程序。请使用写出该回答的程序。',
    },
  },
  'engine-missing': {
    effect: 'not-checked',
    about: {
      en: 'The engine that computed the runs is not here: its file is needed.',
      'zh-CN': '此处没有用于计算的引擎，需要其文件。',
    },
  },
  'engine-not-accepted': {
    effect: 'not-checked',
    about: {
      en: 'Your policy does not accept the engine that computed the runs.',
      'zh-CN': '您的验证条件不接受用于计算的引擎。',
    },
  },
  'document-missing': {
    effect: 'not-checked',
    about: {
      en: 'A run names a document that is not here, and computes something else without it.',
      'zh-CN': '某次计算引用的文档不在此处，缺少它则结果不同。',
    },
  },
  'too-much-work': {
    effect: 'not-checked',
    about: {
      en: 'The runs have more rows than one verification computes.',
      'zh-CN': '所用数据行多于一次验证的上限。',
    },
  },
  'run-failed': {
    effect: 'not-checked',
    about: { en: 'The engine ended with an error that has no code.', 'zh-CN': '引擎因未列出的错误而中止。' },
  },
  stopped: {
    effect: 'not-checked',
    about: { en: 'The verification was stopped.', 'zh-CN': '验证已停止。' },
  },
} as const satisfies Readonly<
  Record<string, { readonly effect: Effect; readonly about: Readonly<Record<Language, string>> }>
>;
/** A code of `ANSWER_FAULTS`. */
export type AnswerFaultCode = keyof typeof ANSWER_FAULTS;

/** Something that is wrong with an answer file, or was not checked. */
export interface AnswerFault {
  readonly code: AnswerFaultCode;
  /** Where in the file, such as `things.f1.value`. */
  readonly place: string;
  /** The handle that it is about; null where it is about no handle. */
  readonly handle: Handle | null;
  readonly expected: unknown;
  readonly actual: unknown;
  /** What the gate says. */
  readonly problem: Problem | null;
}

/** Makes a fault. */
export function faultOf(
  code: AnswerFaultCode,
  place: string,
  more: Partial<Omit<AnswerFault, 'code' | 'place'>> = {},
): AnswerFault {
  return { code, place, handle: null, expected: null, actual: null, problem: null, ...more };
}

/** Whether a fault says that the file is wrong, and not only that something was not checked. */
export function isFailure({ code }: AnswerFault): boolean {
  return ANSWER_FAULTS[code].effect === 'failed';
}
