import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/**
 * A link followed inside the preview would leave the mail for a page that the policy blocks. The second load of a frame
 * is such a step: the frame is made anew (`generation` is its key) and a notice is shown.
 */
export function useFrameGuard(src: string, onStray: () => void) {
  const [generation, setGeneration] = useState(0);
  const loads = useRef(0);
  useEffect(() => {
    loads.current = 0;
  }, [src, generation]);
  const onLoad = useCallback(() => {
    loads.current += 1;
    if (loads.current < 2) return;
    loads.current = 0;
    setGeneration((held) => held + 1);
    onStray();
  }, [onStray]);
  return { generation, onLoad };
}
