import { writeChoiceReasonInChinese } from '../map/choice-reasons.ts';
import { BOUNDARY_REASONS } from './boundary-reasons.ts';
import { parseProxyReason, type ProxyReason } from './proxy-reason.ts';

/** How a reader writes what a reason names. */
export interface ReasonWriting {
  /** A place by its code. */
  readonly place: (code: string) => string;
  /** What a run lacks, which the engine names in English. */
  readonly lacking: (what: string) => string;
}

const OF_BOUNDARIES: ReadonlyMap<string, string> = new Map([
  [BOUNDARY_REASONS.usual, '无人选择时，该方法采用此项'],
  [BOUNDARY_REASONS.other, '该方法也可采用此项'],
]);

/** Returns a recorded reason in Chinese where the program wrote it; null for the words of a person. */
export function writeReasonInChinese(recorded: string, writing: ReasonWriting): string | null {
  const reason = parseProxyReason(recorded);
  if (reason !== null) return writeProxy(reason, writing);
  return OF_BOUNDARIES.get(recorded) ?? writeChoiceReasonInChinese(recorded);
}

function writeProxy(
  { what, from, until, place, of, made, source }: ProxyReason,
  { place: placeOf, lacking }: ReasonWriting,
): string {
  const where = place === null ? '' : `，${placeOf(place)}`;
  const ofWhere = of === null ? '不限地点' : placeOf(of);
  const time = made === null ? '不限时间' : `${made.from} 至 ${made.until}`;
  const title = source === null ? '' : `（${source}）`;
  return `所缺：${lacking(what)}（${from} 至 ${until}${where}）；代用因子：${ofWhere}，${time}${title}`;
}
