import { CopyButton } from '../shell/copy-button.js';
import type { Clip } from '../shell/use-copy.js';

/** A secret that is shown this once. */
export const SecretOnce = ({ secret, clip }: { secret: string; clip: Clip }) => (
  <div class="notice state-opened secret-once">
    <span>
      The secret, shown this once: <code>{secret}</code>
    </span>
    <CopyButton clip={clip} text={secret} label="Copy the secret" />
  </div>
);
