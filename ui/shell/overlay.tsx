import { useEffect } from 'preact/hooks';
import type { HelpSheetProps } from './help-sheet.js';
import type { PaletteProps } from './palette/palette.js';
import { useEarlyKeys } from './use-early-keys.js';
import { useLoaded } from './use-loaded.js';

/** What may float over the page; its code comes when it is first opened. */
export type OverlayName = 'palette' | 'help';

export interface OverlayProps extends Omit<PaletteProps, 'typed'>, HelpSheetProps {
  open: OverlayName;
  onClose(): void;
}

const loadPalette = async () => (await import('./palette/palette.js')).Palette;
const loadHelp = async () => (await import('./help-sheet.js')).HelpSheet;

export const Overlay = (props: OverlayProps) =>
  props.open === 'palette' ? <PaletteOverlay {...props} /> : <HelpOverlay {...props} />;

function PaletteOverlay(props: OverlayProps) {
  const { value: Palette, isFailed } = useLoaded(loadPalette);
  const typed = useEarlyKeys(Palette === null, props.onClose);
  useEffect(() => void (isFailed && props.onClose()), [isFailed]);
  return Palette && <Palette {...props} typed={typed.current} />;
}

function HelpOverlay(props: OverlayProps) {
  const { value: HelpSheet, isFailed } = useLoaded(loadHelp);
  useEarlyKeys(HelpSheet === null, props.onClose);
  useEffect(() => void (isFailed && props.onClose()), [isFailed]);
  return HelpSheet && <HelpSheet {...props} />;
}
