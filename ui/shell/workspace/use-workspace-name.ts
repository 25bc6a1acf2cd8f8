import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import { pushStep } from '../address/steps-of-history.js';

const nameInAddress = (): string => new URLSearchParams(location.search).get('workspace') ?? 'default';

/** The address of a page in a workspace; the query names it, so that a reload and a copied address keep it. */
function workspaceAddress(id: string, hash: string): string {
  const query = id === 'default' ? '' : `?workspace=${encodeURIComponent(id)}`;
  return `${location.pathname}${query}${hash}`;
}

/** The workspace that the address names, and how another one is opened. */
export function useWorkspaceName(): [string, (id: string) => void] {
  const [name, setName] = useState(nameInAddress);
  useLayoutEffect(() => {
    const read = () => setName(nameInAddress());
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);
  const open = useCallback((id: string) => {
    // The page stays, or the section of the settings; what was open in it belongs to the other workspace.
    const page = /^#\/(settings\/)?[^/?]*/.exec(location.hash)?.[0] ?? '';
    pushStep(workspaceAddress(id, page));
    setName(id);
  }, []);
  return [name, open];
}
