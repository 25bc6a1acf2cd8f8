import { Chip } from '../shell/chip.js';

const stateOf = (status: number | null): string => {
  if (status === null || status >= 500) return 'bounced';
  return status >= 400 ? 'deferred' : 'delivered';
};

/** The status of an answer, in colour and as a number; no answer is said in words. */
export const StatusChip = ({ status }: { status: number | null }) => (
  <Chip tiny state={stateOf(status)}>
    {status ?? 'no answer'}
  </Chip>
);
