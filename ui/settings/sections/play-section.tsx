import { useState } from 'preact/hooks';
import type { PlayState } from '../../../src/contract/play.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { clockWords, dateWords } from '../../words/time-words.js';
import { Loaded, onSubmit, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import { useResource } from '../use-resource.js';

/** Its acts are calls of the API. */
const isNews = ({ type }: LiveFrame) => type === 'request';

/** The workspace's own people, for a demo that moves. */
export function PlaySection(props: PageProps) {
  const play = useResource<PlayState>(props, '/play', { isNews, looks: true });
  return (
    <Section
      title="Demo that moves"
      lead="People of the workspace sign up, order, read, click and leave; a newsletter goes out each morning, and an application calls the API, at times wrongly. The same seed plays the same days."
    >
      <Loaded of={play}>{(state) => <Play {...props} state={state} reload={play.reload} />}</Loaded>
    </Section>
  );
}

interface PlayProps extends PageProps {
  state: PlayState;
  reload(): void;
}

function Play({ state, reload, ...props }: PlayProps) {
  const { act, isBusy } = useAct(props, reload);
  const [speed, setSpeed] = useState(String(state.speed ?? 600));
  const start = () =>
    act(
      () => props.control.change('POST', '/play', { speed: Number(speed) }),
      'The workspace plays: look at the inbox',
    );
  return (
    <>
      <p role="status">{state.playing ? <Playing state={state} /> : 'Nobody acts now.'}</p>
      <form class="set-form set-inline" onSubmit={onSubmit(() => void start())}>
        <TextInput
          label="Clock seconds in a real second"
          field="speed"
          hint={`${hoursWords(Number(speed))} in a minute`}
          type="number"
          min={1}
          max={10_000}
          step="any"
          required
          value={speed}
          onInput={setSpeed}
        />
        <ActButton type="submit" class="button" isOff={isBusy}>
          {state.playing ? 'Play at this speed' : 'Play'}
        </ActButton>
        <ActButton
          class="button"
          isOff={isBusy || !state.playing}
          title={state.playing ? undefined : 'Nobody acts now'}
          onClick={() => void act(() => props.control.change('DELETE', '/play'), 'Nobody acts any more')}
        >
          Stop
        </ActButton>
      </form>
    </>
  );
}

/** How much of the clock passes in a real minute. */
function hoursWords(speed: number): string {
  const [count, unit] = speed >= 60 ? [speed / 60, 'hour'] : [speed, 'minute'];
  return countWords(Math.round(count * 10) / 10, unit);
}

function Playing({ state: { acts, since } }: { state: PlayState }) {
  const from = since === null ? 0 : Date.parse(since);
  return (
    <>
      {countWords(acts, 'act')} since {dateWords(from)}, {clockWords(from)} of the clock.
    </>
  );
}
