import { useCallback } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import type { PageProps } from '../shell/page.js';
import { useCurrent } from '../shell/lists/use-current.js';
import { isDelivery } from './use-webhooks.js';
import { endOf, isAccepted } from './delivery-words.js';

const shown = 50;

export interface HealthProps extends Pick<PageProps, 'control' | 'feed'> {
  endpoint: string;
}

/** The last attempts at an endpoint as dots, the newest at the right. */
export function Health({ control, feed, endpoint }: HealthProps) {
  const load = useCallback(
    (signal: AbortSignal) =>
      control.data<Delivery[]>(`/deliveries?webhook=${endpoint}&limit=${shown}`, signal),
    [control, endpoint],
  );
  const fetched = useCurrent({ feed, load, isNews: isDelivery, gapMs: 1000 });
  if (fetched.phase !== 'ready') return <span class="health" />;
  const attempts = fetched.value
    .flatMap(({ attempts: all }) => all)
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(-shown);
  if (attempts.length === 0) return <span class="health muted">No attempt yet</span>;
  const failed = attempts.filter((attempt) => !isAccepted(attempt)).length;
  const words = `${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}, ${failed} failed`;
  return (
    <span class="health" role="img" aria-label={words} title={words}>
      {attempts.map((attempt, index) => (
        <span key={index} class={isAccepted(attempt) ? 'beat' : 'beat missed'} title={endOf(attempt)} />
      ))}
    </span>
  );
}
