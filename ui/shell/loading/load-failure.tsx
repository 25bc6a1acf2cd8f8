import { useState } from 'preact/hooks';
import { lackReason } from './use-loaded.js';

/** In the place of a part of the UI whose code did not come. */
export function LoadFailure({ what }: { what: string }) {
  const [isUnanswered, setUnanswered] = useState(false);
  // A page that nobody answers would be one of the browser's, which stays once the emulator is back.
  const reload = () =>
    void fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
      () => location.reload(),
      () => setUnanswered(true),
    );
  return (
    <div class="absent">
      <h1>{what} could not be loaded</h1>
      <p role="status">{isUnanswered ? 'Still no answer: this comes by itself.' : lackReason}</p>
      <button type="button" class="button" onClick={reload}>
        Reload
      </button>
    </div>
  );
}
