import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatAddress, parseAddress } from './address.js';
import type { Address, Go } from './address.js';
import { arrivedStep, markedStep, pushStep, replaceStep } from './steps-of-history.js';

/** What stands before another view takes the place of one with an unsaved form. */
export interface LeaveGuard {
  isUnsaved(): boolean;
  /** Runs `leave` once the person agrees. */
  ask(leave: () => void): void;
}

/** Whether two addresses are of different views; their queries only narrow what is shown. */
const isElsewhere = (a: Address, b: Address): boolean =>
  a.page !== b.page || a.steps.join('/') !== b.steps.join('/');

/** The address of the page that is open; `firstPage` is that where it names none. `guard` is to stay the same between renders. */
export function useAddress(firstPage: string, guard: LeaveGuard): [Address, Go] {
  const [address, setAddress] = useState(() => parseAddress(location.hash, firstPage));
  const [firstStep] = useState(markedStep);
  const latest = useRef({ address, step: firstStep });
  const show = useCallback((next: Address) => {
    latest.current = { address: next, step: markedStep() };
    setAddress(next);
  }, []);

  useLayoutEffect(() => {
    /** Steps of our own, which nobody is asked about. */
    let own = 0;
    const step = (by: number) => {
      own += 1;
      history.go(by);
    };
    function read() {
      const next = parseAddress(location.hash, firstPage);
      const by = arrivedStep(latest.current.step) - latest.current.step;
      const isOwn = own > 0;
      if (isOwn) own -= 1;
      // The browser is there already: it goes back first, and again to the new place if that is wanted.
      if (!isOwn && by !== 0 && isElsewhere(next, latest.current.address) && guard.isUnsaved()) {
        step(-by);
        guard.ask(() => step(by));
      } else show(next);
    }
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, [firstPage, guard, show]);

  const go = useCallback<Go>(
    (next, how) => {
      const move = () => {
        const text = formatAddress(next);
        if (text !== formatAddress(latest.current.address)) {
          if (how === 'push') pushStep(text);
          else replaceStep(text);
        }
        show(next);
      };
      if (isElsewhere(next, latest.current.address) && guard.isUnsaved()) guard.ask(move);
      else move();
    },
    [guard, show],
  );
  return [address, go];
}
