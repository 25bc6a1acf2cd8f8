import { useState } from 'preact/hooks';
import { useStored } from '../../shell/use-stored.js';

export const viewWidths = ['full', '768', '390'] as const;
export type ViewWidth = (typeof viewWidths)[number];
const isWidth = (text: string): text is ViewWidth => viewWidths.some((width) => width === text);

/** How the html of a mail is looked at. Remote content is allowed for one message at a time. */
export function useViewer(id: string | null) {
  const [width, setWidth] = useStored<ViewWidth>('view-width', 'full', isWidth);
  const [dark, setDark] = useState(false);
  const [remoteFor, setRemoteFor] = useState<string | null>(null);
  return {
    width,
    setWidth,
    dark,
    setDark,
    remote: id !== null && remoteFor === id,
    setRemote: (remote: boolean) => setRemoteFor(remote ? id : null),
  };
}
export type Viewer = ReturnType<typeof useViewer>;
