import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatAddress, parseAddress } from './address.js';
import type { Address, Go } from './address.js';

export function useAddress(pages: readonly string[]): [Address, Go] {
  const [address, setAddress] = useState(() => parseAddress(location.hash, pages));
  const latest = useRef(address);
  latest.current = address;

  useEffect(() => {
    const read = () => setAddress(parseAddress(location.hash, pages));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, [pages]);

  const go = useCallback<Go>((next, how) => {
    const text = formatAddress(next);
    if (text !== formatAddress(latest.current)) {
      if (how === 'push') history.pushState(null, '', text);
      else history.replaceState(null, '', text);
    }
    latest.current = next;
    setAddress(next);
  }, []);
  return [address, go];
}
