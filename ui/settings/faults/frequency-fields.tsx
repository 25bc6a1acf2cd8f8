import { useState } from 'preact/hooks';
import { TextInput } from '../parts.js';

/** How often and how surely a rule is injected, as it is typed. */
export interface Frequency {
  times: string;
  percent: string;
  setTimes(text: string): void;
  setPercent(text: string): void;
}

export function useFrequency(): Frequency {
  const [times, setTimes] = useState('');
  const [percent, setPercent] = useState('100');
  return { times, percent, setTimes, setPercent };
}

/** The fields of a rule. */
export const frequencyOf = ({ times, percent }: Frequency) => ({
  ...(times === '' ? {} : { times: Number(times) }),
  probability: Number(percent) / 100,
});

export const FrequencyFields = ({ frequency }: { frequency: Frequency }) => (
  <>
    <TextInput
      label="Times"
      field="times"
      hint="Empty: until it is removed"
      type="number"
      min={1}
      step={1}
      value={frequency.times}
      onInput={frequency.setTimes}
    />
    <TextInput
      label="Of those that match (%)"
      field="probability"
      type="number"
      min={0.01}
      max={100}
      step="any"
      required
      value={frequency.percent}
      onInput={frequency.setPercent}
    />
  </>
);
