import type { HelpSheetProps } from './help-sheet.js';
import type { PaletteProps } from './palette/palette.js';
import { useLoaded } from './use-loaded.js';

/** What may float over the page; its code comes when it is first opened. */
export type OverlayName = 'palette' | 'help';

export interface OverlayProps extends PaletteProps, HelpSheetProps {
  open: OverlayName;
  onClose(): void;
}

const loadPalette = async () => (await import('./palette/palette.js')).Palette;
const loadHelp = async () => (await import('./help-sheet.js')).HelpSheet;

export const Overlay = (props: OverlayProps) =>
  props.open === 'palette' ? <PaletteOverlay {...props} /> : <HelpOverlay {...props} />;

function PaletteOverlay(props: OverlayProps) {
  const { value: Palette } = useLoaded(loadPalette);
  return Palette && <Palette {...props} />;
}

function HelpOverlay(props: OverlayProps) {
  const { value: HelpSheet } = useLoaded(loadHelp);
  return HelpSheet && <HelpSheet {...props} />;
}
