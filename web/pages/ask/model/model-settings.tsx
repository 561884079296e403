import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useAskTexts } from '../ask-texts.ts';
import type { useAgreedHosts } from './agreed-hosts.ts';
import { hostOf, type ModelChoice } from './model-choice.ts';

interface ModelSettingsProps {
  readonly model: ModelChoice;
  readonly agreed: ReturnType<typeof useAgreedHosts>;
  readonly onChange: (part: Partial<ModelChoice>) => void;
}

/** A model that chooses tools and statements. Nothing is sent to its host before its person agrees to that. */
export function ModelSettings({ model, agreed, onChange }: ModelSettingsProps) {
  const texts = useAskTexts();
  const { url, name, key, isBlind } = model;
  const host = hostOf(url);
  return (
    <details>
      <summary>{url === '' ? texts.noModel : texts.withModel(name, host ?? url)}</summary>
      <div className="stack">
        <p className="quiet">{texts.modelLead}</p>
        <div className="halves">
          <TextInput
            label={texts.modelUrl}
            placeholder="http://localhost:11434/v1"
            value={url}
            error={url !== '' && host === null ? texts.notUrl : null}
            onChange={({ currentTarget }) => onChange({ url: currentTarget.value.trim() })}
          />
          <TextInput
            label={texts.modelName}
            value={name}
            onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
          />
          <PasswordInput
            label={texts.modelKey}
            description={texts.modelKeyHelp}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': texts.showKey }}
            value={key}
            onChange={({ currentTarget }) => onChange({ key: currentTarget.value })}
          />
        </div>
        <Checkbox
          label={texts.values}
          description={texts.valuesHelp}
          checked={!isBlind}
          onChange={({ currentTarget }) => onChange({ isBlind: !currentTarget.checked })}
        />
        {host !== null && (
          <Checkbox
            label={isBlind ? texts.agreeLabels(host) : texts.agreeValues(host)}
            checked={agreed.hosts.includes(host)}
            onChange={({ currentTarget }) => agreed.change(host, currentTarget.checked)}
          />
        )}
      </div>
    </details>
  );
}
