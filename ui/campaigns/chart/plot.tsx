import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { exactWords } from '../../words/time-words.js';
import { scaleOf } from './scale.js';
import type { Scale } from './scale.js';
import { lines } from './series.js';
import type { Moment, Series } from './series.js';

/** The width of an element, as it changes. */
function useWidth() {
  const ref = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const measure = () => setWidth(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/** The lines. The pointer, or the arrow keys, choose a moment, whose numbers are told. */
export function Plot({ series }: { series: Series }) {
  const { ref, width } = useWidth();
  const [chosen, choose] = useState<number | null>(null);
  const { moments } = series;
  const last = moments.length - 1;
  const moment = chosen === null ? undefined : moments[Math.min(chosen, last)];
  const scale = width > 0 ? scaleOf(series, width) : null;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen ?? -1;
    const goals: Record<string, number | null> = {
      ArrowLeft: Math.max(0, at - 1),
      ArrowRight: Math.min(last, at + 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const goal = goals[event.key];
    if (goal === undefined || (goal === null && chosen === null)) return;
    event.preventDefault();
    event.stopPropagation();
    choose(goal);
  };
  return (
    <div
      ref={ref}
      class="cmp-plot"
      tabIndex={0}
      role="group"
      aria-label="Opens and clicks over the clock; the arrow keys go through the numbers"
      onKeyDown={onKeyDown}
      onBlur={() => choose(null)}
      onPointerLeave={() => choose(null)}
      onPointerMove={(event) => {
        const left = event.currentTarget.getBoundingClientRect().left;
        if (scale) choose(scale.nearest(event.clientX - left));
      }}
    >
      {scale && <Drawing series={series} scale={scale} moment={moment} />}
      {scale && moment && <Tooltip series={series} moment={moment} left={scale.x(moment.at)} width={width} />}
      <p class="hidden" aria-live="polite">
        {moment && `${exactWords(new Date(moment.at).toISOString())}: ${wordsOf(series, moment)}`}
      </p>
    </div>
  );
}

const wordsOf = ({ shown }: Series, { counts }: Moment): string =>
  shown.map((index) => `${lines[index]?.word} ${counts[index] ?? 0}`).join(', ');

interface DrawingProps {
  series: Series;
  scale: Scale;
  moment: Moment | undefined;
}

const Drawing = ({ series, scale, moment }: DrawingProps) => (
  <svg width={scale.width} height={scale.height} aria-hidden="true">
    {scale.rows.map(({ y, count }) => (
      <g key={count}>
        <path class="cmp-grid" d={`M${scale.left} ${y}H${scale.right}`} />
        <text x={scale.left - 8} y={y} dy="0.32em" text-anchor="end">
          {count.toLocaleString()}
        </text>
      </g>
    ))}
    {scale.columns.map(({ x, word, anchor }) => (
      <text key={x} x={x} y={scale.height - 4} text-anchor={anchor}>
        {word}
      </text>
    ))}
    {series.shown.includes(0) && <path class="cmp-area state-opened" d={scale.area(0)} />}
    {moment && <path class="cmp-cross" d={`M${scale.x(moment.at)} ${scale.top}V${scale.bottom}`} />}
    {series.shown.map((index) => {
      const line = lines[index];
      return (
        line && (
          <g key={line.key} class={`state-${line.state}`}>
            <path class={`cmp-line ${line.who}`} d={scale.path(index)} />
            {moment && <circle cx={scale.x(moment.at)} cy={scale.y(moment.counts[index] ?? 0)} r="3.5" />}
          </g>
        )
      );
    })}
  </svg>
);

interface TooltipProps {
  series: Series;
  moment: Moment;
  left: number;
  width: number;
}

/** The numbers of a moment, beside it where there is room. */
const Tooltip = ({ series, moment, left, width }: TooltipProps) => (
  <div
    class="cmp-tooltip"
    aria-hidden="true"
    style={left > width / 2 ? { right: `${width - left + 10}px` } : { left: `${left + 10}px` }}
  >
    <b>{exactWords(new Date(moment.at).toISOString())}</b>
    {series.shown.map((index) => {
      const line = lines[index];
      return (
        line && (
          <span key={line.key}>
            <i class={`cmp-dot state-${line.state} ${line.who}`} />
            {line.word} <b class="cmp-number">{(moment.counts[index] ?? 0).toLocaleString()}</b>
          </span>
        )
      );
    })}
  </div>
);
