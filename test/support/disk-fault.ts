import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

type Faulty = 'readSync' | 'writevSync' | 'writeSync' | 'lstatSync' | 'renameSync';

/** An error as the system gives it. */
export const systemError = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: made for a test`), { code });

export interface DiskFault {
  /** How often it failed. */
  readonly count: number;
  end(): void;
}

/** Makes a function of `node:fs` fail as on a faulty disk, for one test and where `meets` its arguments. */
export function useDiskFault(
  name: Faulty,
  code: string,
  meets: (...given: readonly unknown[]) => boolean = () => true,
): DiskFault {
  const real: unknown = fs[name];
  let count = 0;
  const faulty = (...given: readonly unknown[]): unknown => {
    if (!meets(...given)) return Reflect.apply(real as () => unknown, fs, given);
    count += 1;
    throw systemError(code);
  };
  const put = (value: unknown) => {
    Reflect.set(fs, name, value);
    syncBuiltinESMExports();
  };
  put(faulty);
  const end = () => put(real);
  onTestFinished(end);
  return {
    get count() {
      return count;
    },
    end,
  };
}
