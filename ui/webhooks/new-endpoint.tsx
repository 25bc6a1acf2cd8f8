import { useState } from 'preact/hooks';
import { reasonOf } from '../shell/control.js';
import { Icon } from '../shell/icons.js';
import type { PageProps } from '../shell/page.js';
import { SecretOnce } from './secret-once.js';

export interface NewEndpointProps extends PageProps {
  onClose(): void;
}

/** A form for an endpoint of all events. Its secret is shown once it is there. */
export function NewEndpoint({ control, clip, onClose }: NewEndpointProps) {
  const [url, setUrl] = useState('');
  const [issue, setIssue] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const add = (event: Event) => {
    event.preventDefault();
    control.change<{ secret: string }>('POST', '/webhooks', { url: url.trim() }).then(
      (created) => {
        setSecret(created.secret);
        setIssue(null);
      },
      (error: unknown) => setIssue(reasonOf(error)),
    );
  };
  return (
    <article class="split-detail" aria-label="New endpoint">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
      </div>
      <div class="detail-body">
        <h2>New endpoint</h2>
        {secret === null ? (
          <form class="form" onSubmit={add}>
            <label>
              URL of your receiver
              <input
                type="url"
                required
                class="field"
                placeholder="http://localhost:3000/webhooks"
                value={url}
                aria-invalid={issue !== null}
                aria-describedby={issue === null ? undefined : 'endpoint-issue'}
                onInput={(event) => setUrl(event.currentTarget.value)}
                ref={(input) => input?.focus()}
              />
            </label>
            {issue !== null && (
              <p class="bad" id="endpoint-issue" role="alert">
                {issue}
              </p>
            )}
            <button type="submit" class="button">
              Add the endpoint
            </button>
          </form>
        ) : (
          <SecretOnce secret={secret} clip={clip} />
        )}
      </div>
    </article>
  );
}
