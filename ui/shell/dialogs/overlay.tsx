import type { ComponentType } from 'preact';
import type { HelpSheetProps } from '../keys/help-sheet.js';
import type { PaletteProps } from '../palette/palette.js';
import { useEarlyKeys } from '../keys/use-early-keys.js';
import { useLoaded } from '../loading/use-loaded.js';

/** What may float over the page; its code comes when it is first opened. */
export type OverlayName = 'palette' | 'help';

export interface OverlayProps extends Omit<PaletteProps, 'typed'>, HelpSheetProps {
  open: OverlayName;
  onClose(): void;
}

type OverlayView = ComponentType<OverlayProps & { typed: string }>;
const views: Record<OverlayName, () => Promise<OverlayView>> = {
  palette: async () => (await import('../palette/palette.js')).Palette,
  help: async () => (await import('../keys/help-sheet.js')).HelpSheet,
};

const names: Record<OverlayName, string> = { palette: 'The search for anything', help: 'The list of keys' };

export function Overlay(props: OverlayProps) {
  const { value: View } = useLoaded(views[props.open], names[props.open], props.onClose);
  const typed = useEarlyKeys(View === null, props.onClose);
  return View && <View {...props} typed={typed.current} />;
}
