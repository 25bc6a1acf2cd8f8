import type { Stage, Step } from './dockerfile.js';

const of = (stage: Stage, keyword: string): Step[] => stage.steps.filter((step) => step.keyword === keyword);
const indexOf = (stage: Stage, keyword: string): number =>
  stage.steps.findIndex((step) => step.keyword === keyword);
const copiesWholeContext = ({ keyword, flags, words }: Step): boolean =>
  keyword === 'COPY' && flags.from === undefined && words[0] === '.';

/** What a Dockerfile of ours must be, by the sentence that is said where it is not. */
const rules: Readonly<Record<string, (stages: Stage[], last: Stage) => boolean>> = {
  'every base is pinned to a major version and a release of Debian': (stages) =>
    stages.every(
      ({ image }) => /^node:\d+-[a-z]+-slim$/.test(image) || stages.some(({ name }) => name === image),
    ),
  'the base is of a release line with long-term support': (stages) =>
    stages.every(({ image }) => Number(/:(\d+)/.exec(image)?.[1] ?? 0) % 2 === 0),
  'all stages share one base': (stages) => new Set(stages.map(({ image }) => image)).size === 1,
  'there is a stage to build in and one to run': (stages) => stages.length === 2,
  'nothing is added by ADD': (stages) => stages.every((stage) => of(stage, 'ADD').length === 0),
  'every WORKDIR is absolute': (stages) =>
    stages.flatMap((stage) => of(stage, 'WORKDIR')).every(({ words }) => words[0]?.startsWith('/')),
  'dependencies are installed by npm ci before the sources are copied': ([build]) => {
    const install = build?.steps.findIndex(({ text }) => text === 'npm ci') ?? -1;
    const sources = build?.steps.findIndex(copiesWholeContext) ?? -1;
    return install >= 0 && install < sources;
  },
  'no secret is set': (stages) =>
    stages
      .flatMap((stage) => [...of(stage, 'ENV'), ...of(stage, 'ARG')])
      .every(({ text }) => !/secret|password|token|api_key/i.test(text)),
  'the image takes files from the build alone': (_stages, last) =>
    of(last, 'COPY').every(({ flags }) => flags.from !== undefined),
  'no dependency of the build is in the image': (_stages, last) =>
    of(last, 'COPY').every(({ text }) => !text.includes('node_modules')) &&
    of(last, 'RUN').every(({ text }) => !/\bnpm\b/.test(text)),
  'it runs as a user without rights': (_stages, last) =>
    of(last, 'USER').length === 1 && !/^(?:root|0)(?::|$)/.test(of(last, 'USER')[0]?.words[0] ?? 'root'),
  'nothing is written after the rights are gone': (_stages, last) =>
    last.steps
      .slice(indexOf(last, 'USER'))
      .every(({ keyword }) => !['RUN', 'COPY', 'WORKDIR'].includes(keyword)),
  'the data is a volume, made before it is declared': (_stages, last) =>
    of(last, 'VOLUME').some(({ words }) => words[0] === '/data') &&
    of(last, 'RUN').some(({ text }) => text.includes('/data')) &&
    indexOf(last, 'RUN') < indexOf(last, 'VOLUME'),
  'the settings name the volume and listen outside': (_stages, last) => {
    const values = Object.assign({}, ...of(last, 'ENV').map((step) => step.values)) as Record<string, string>;
    return values.MAILDRONE_EMULATOR_DATA === '/data' && values.MAILDRONE_EMULATOR_HOST === '0.0.0.0';
  },
  'both ports are exposed': (_stages, last) =>
    of(last, 'EXPOSE')
      .flatMap(({ words }) => words)
      .join() === '8025,1025',
  'its health is checked by the program itself': (_stages, last) =>
    of(last, 'HEALTHCHECK').some(
      ({ isExec, words }) => isExec && words.join(' ') === 'node dist/cli.cjs health',
    ),
  'no shell stands between a signal and the program': (_stages, last) =>
    of(last, 'ENTRYPOINT').length === 1 &&
    [...of(last, 'ENTRYPOINT'), ...of(last, 'CMD')].every(({ isExec }) => isExec),
};

/** The rules that a Dockerfile breaks. */
export function brokenRules(stages: Stage[]): string[] {
  const last = stages.at(-1);
  if (!last) return ['there is a stage'];
  return Object.keys(rules).filter((rule) => !rules[rule]?.(stages, last));
}

export const ruleNames = Object.keys(rules);
