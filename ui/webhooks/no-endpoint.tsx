import { CopyButton } from '../shell/copy-button.js';
import type { PageProps } from '../shell/page.js';

/** Where there is no endpoint: what one is for, and the command that adds it. */
export function NoEndpoint({ info, clip }: PageProps) {
  if (!info) return null;
  const example = `curl ${info.urls.http}/_emulator/webhooks -H 'Content-Type: application/json' \\\n  -d '{"url": "http://localhost:3000/webhooks"}'`;
  return (
    <div class="absent">
      <h2>No endpoint yet</h2>
      <p class="muted">
        Add the URL of your receiver: it gets each event of a mail, signed, as from the real service.
      </p>
      <figure class="example">
        <figcaption>
          <b>Or from a shell</b>
          <CopyButton clip={clip} text={example} label="Copy the command" />
        </figcaption>
        <pre tabIndex={0}>{example}</pre>
      </figure>
    </div>
  );
}
