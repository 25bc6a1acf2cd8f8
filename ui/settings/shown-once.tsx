import type { Clip } from '../shell/use-copy.js';
import { CopiedValues } from './copied-values.js';

export interface ShownOnceProps {
  title: string;
  values: readonly (readonly [name: string, value: string])[];
  clip: Clip;
}

/** Secrets that are kept as digests alone, and so can be read this once. */
export const ShownOnce = ({ title, values, clip }: ShownOnceProps) => (
  <div class="set-once" role="status">
    <b>{title}</b>
    <CopiedValues values={values} clip={clip} />
  </div>
);
