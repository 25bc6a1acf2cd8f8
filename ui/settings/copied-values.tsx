import { CopyButton } from '../shell/copy-button.js';
import type { Clip } from '../shell/use-copy.js';

export interface CopiedValuesProps {
  values: readonly (readonly [name: string, value: string])[];
  clip: Clip;
  class?: string;
}

/** Values by name, each to be copied. */
export const CopiedValues = ({ values, clip, ...list }: CopiedValuesProps) => (
  <dl {...list}>
    {values.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <code>{value}</code>
          <CopyButton clip={clip} text={value} label={`Copy: ${name}`} />
        </dd>
      </div>
    ))}
  </dl>
);
