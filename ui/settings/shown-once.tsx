import { CopyButton } from '../shell/copy-button.js';
import type { Clip } from '../shell/use-copy.js';

export interface ShownOnceProps {
  title: string;
  values: readonly (readonly [name: string, value: string])[];
  clip: Clip;
}

/** Secrets that are kept as digests alone, and so can be read this once. */
export const ShownOnce = ({ title, values, clip }: ShownOnceProps) => (
  <div class="set-once" role="status">
    <b>{title}</b>
    <dl>
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
  </div>
);
