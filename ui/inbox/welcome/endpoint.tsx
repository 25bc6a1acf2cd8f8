import { CopyButton } from '../../shell/copy-button.js';
import type { Clip } from '../../shell/use-copy.js';

/** Where mail is sent to, ready to copy. */
export const Endpoint = ({ name, value, clip }: { name: string; value: string; clip: Clip }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code>{value}</code>
      <CopyButton clip={clip} text={value} label={`Copy ${name} ${value}`} />
    </dd>
  </div>
);
