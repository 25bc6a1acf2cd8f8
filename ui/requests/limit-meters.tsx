import { useCallback } from 'preact/hooks';
import type { Limits } from '../../src/contract/limits.js';
import type { PageProps } from '../shell/page.js';
import { useCurrent } from '../shell/lists/use-current.js';
import { isCall } from './use-requests.js';
import type { RequestLog } from './use-requests.js';

const gapMs = 1000;
const lookMs = 4000;

const modes: Record<Limits['mode'], string> = {
  off: 'Limits are off',
  observe: 'Limits are counted, not enforced',
  enforce: 'Limits are enforced',
};

/** How much of its limits each key has used, and of the monthly quota where there is one. */
export function LimitMeters({
  control,
  feed,
  log,
}: Pick<PageProps, 'control' | 'feed'> & { log: RequestLog }) {
  const load = useCallback((signal: AbortSignal) => control.data<Limits>('/limits', signal), [control]);
  const fetched = useCurrent({ feed, load, isNews: isCall, gapMs, lookMs });
  // The list says it where the emulator does not answer.
  if (fetched.phase !== 'ready') return null;
  const limits = fetched.value;
  const used = limits.keys.filter(({ read, write }) => read.used + write.used > 0);
  return (
    <div class="meters">
      <span>{modes[limits.mode]}</span>
      {used.map(({ id, name, read, write }) => (
        <div class="meters-of-key" key={id} role="group" aria-label={`Limits of ${name}`}>
          <KeyFilter id={id} name={name} log={log} />
          <Meter name="reads" used={read.used} most={limits.read} />
          <Meter name="writes" used={write.used} most={limits.write} />
        </div>
      ))}
      {limits.monthly_quota !== null && (
        <Meter name="Monthly quota" used={limits.quota_used} most={limits.monthly_quota} />
      )}
    </div>
  );
}

/** A key by its name: its calls alone, where it is pressed. */
const KeyFilter = ({ id, name, log: { route, navigate } }: { id: string; name: string; log: RequestLog }) => (
  <button
    type="button"
    class="filter"
    title="The calls of this key alone"
    aria-pressed={route.key === id}
    onClick={() => navigate({ key: route.key === id ? null : id }, 'replace')}
  >
    <bdi>{name}</bdi>
  </button>
);

const Meter = ({ name, used, most }: { name: string; used: number; most: number }) => (
  <label class="meter">
    <bdi>{name}</bdi>
    <progress value={Math.min(used, most)} max={Math.max(1, most)} />
    <span>
      {used.toLocaleString()} of {most.toLocaleString()}
    </span>
  </label>
);
