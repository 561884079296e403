import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../../data/queries.ts';
import { useSamplingTexts } from './sampling-texts.ts';

interface SeedFieldProps {
  readonly seed: string;
  readonly onSeed: (seed: string) => void;
  readonly error: string | null;
}

/** Asks for the seed of a sample; the newest final block can be taken. */
export function SeedField({ seed, onSeed, error }: SeedFieldProps) {
  const texts = useSamplingTexts();
  const { data } = useQuery(statusQuery);
  const block = data?.chain?.final ?? null;
  return (
    <div>
      <TextInput
        label={texts.seed}
        description={texts.seedWhy}
        value={seed}
        error={error}
        maxLength={256}
        spellCheck={false}
        onChange={({ target }) => onSeed(target.value)}
      />
      {block !== null && (
        <Button
          mt="xs"
          variant="default"
          size="compact-md"
          onClick={() => onSeed(`block ${block.number} ${block.hash}`)}
        >
          {texts.seedBlock}
        </Button>
      )}
    </div>
  );
}
