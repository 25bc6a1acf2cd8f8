import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Limits } from '../../src/contract/limits.js';
import type { Control } from '../shell/control.js';
import { usePaced } from '../shell/use-paced.js';

const gapMs = 1000;

const modes: Record<Limits['mode'], string> = {
  off: 'Limits are off',
  observe: 'Limits are counted, not enforced',
  enforce: 'Limits are enforced',
};

/** How much of its limits each key has used, and of the monthly quota where there is one. `arrivals` moves with each call. */
export function LimitMeters({ control, arrivals }: { control: Control; arrivals: number }) {
  const [limits, setLimits] = useState<Limits | null>(null);
  const load = useCallback(
    () =>
      control.data<Limits>('/limits', AbortSignal.timeout(10_000)).then(setLimits, () => {
        // The list says that the emulator does not answer; the next call asks again.
      }),
    [control],
  );
  const refresh = usePaced(load, gapMs);
  useEffect(refresh, [refresh, arrivals]);
  if (!limits) return null;
  const used = limits.keys.filter(({ read, write }) => read.used + write.used > 0);
  return (
    <div class="meters">
      <span>{modes[limits.mode]}</span>
      {used.flatMap(({ id, name, read, write }) => [
        <Meter key={`${id} read`} name={`${name}: reads`} used={read.used} most={limits.read} />,
        <Meter key={`${id} write`} name="writes" used={write.used} most={limits.write} />,
      ])}
      {limits.monthly_quota !== null && (
        <Meter name="Monthly quota" used={limits.quota_used} most={limits.monthly_quota} />
      )}
    </div>
  );
}

const Meter = ({ name, used, most }: { name: string; used: number; most: number }) => (
  <label class="meter">
    <bdi>{name}</bdi>
    <progress value={Math.min(used, most)} max={Math.max(1, most)} />
    <span>
      {used.toLocaleString()} of {most.toLocaleString()}
    </span>
  </label>
);
