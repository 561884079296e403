import { NativeSelect } from '@mantine/core';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';

interface ChooseMethodProps extends Pick<ComputeStepProps, 'onChange'> {
  readonly methods: readonly CataloguedMethod[];
  readonly method: CataloguedMethod;
}

/** The method by which figures are computed, what it follows, and what to watch out for. */
export function ChooseMethod({ methods, method, onChange }: ChooseMethodProps) {
  const texts = useComputeTexts();
  const titles: Readonly<Record<string, string>> = texts.methods;
  const first = methods.filter(({ name }) => name === 'inventory@2');
  const ordered = [...first, ...methods.filter((each) => !first.includes(each))];
  return (
    <section className="card stack" aria-labelledby="choose-method">
      <h2 id="choose-method">{texts.method}</h2>
      <NativeSelect
        label={texts.methodLabel}
        value={method.name}
        data={ordered.map(({ name, title }) => ({
          value: name,
          label: `${titles[name.split('@')[0]!] ?? title} (${name})`,
        }))}
        onChange={({ currentTarget }) => onChange({ method: currentTarget.value, run: null })}
      />
      <p className="quiet">{texts.follows(method.standard)}</p>
      {method.traps.length > 0 && (
        <details>
          <summary>{texts.traps}</summary>
          {/* Part of the description of the method, which is in English. */}
          <ul lang="en">
            {method.traps.map((trap) => (
              <li key={trap}>{trap}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
