import type { StreamSketch } from '../../../../jobs/import/plant-streams.ts';
import { type EnteredColumn, EnteredRows } from './entered-rows.tsx';
import { usePlantTexts } from './plant-texts.ts';

const UNITS = ['t', 'kg', 'm3', 'GJ', 'TJ', 'MW.h'];
/** What becomes of a stream in the unit that it enters, and of CO2 that leaves the plant. */
const FATES = {
  enters: ['combustion', 'process', 'waste-gas', 'heat', 'power'],
  leaves: ['inherent', 'storage', 'bound', 'other', 'waste-gas', 'heat', 'power'],
} as const;

interface StreamRowsProps {
  readonly streams: readonly StreamSketch[];
  readonly faultOf: (at: number, member: string) => string | undefined;
  readonly onChange: (streams: readonly StreamSketch[]) => void;
}

/** The streams as rows of fields. Names that were entered are offered again. */
export function StreamRows({ streams, faultOf, onChange }: StreamRowsProps) {
  const texts = usePlantTexts();
  const { columns: names } = texts;
  const units = streams.flatMap(({ from, to }) => [from, to]);
  const columns: EnteredColumn<StreamSketch>[] = [
    { member: 'from', name: names.from, offered: units },
    { member: 'to', name: names.to, offered: units },
    {
      ...{ member: 'material', name: names.material, isRequired: true },
      offered: streams.map(({ material }) => material),
    },
    { member: 'amount', name: names.amount, isRequired: true },
    { member: 'unit', name: names.unit, isRequired: true, offered: UNITS },
    { member: 'fate', name: names.fate, optionsOf: useFates() },
    { member: 'tier', name: names.tier },
    { member: 'meter', name: names.meter },
  ];
  const words = { title: texts.title, ofRow: texts.ofStream, remove: texts.remove };
  return <EnteredRows {...{ words, columns, faultOf, onChange }} rows={streams} />;
}

/** What can become of a stream. */
function useFates(): NonNullable<EnteredColumn<StreamSketch>['optionsOf']> {
  const texts = usePlantTexts();
  return ({ to }) => {
    const isLeaving = to.trim() === '';
    const offered: readonly (keyof typeof texts.fates)[] = FATES[isLeaving ? 'leaves' : 'enters'];
    return [
      { value: '', label: isLeaving ? texts.leaves : texts.balance },
      ...offered.map((value) => ({ value, label: texts.fates[value] })),
    ];
  };
}
