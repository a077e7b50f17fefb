/** A bar that shows how much has been copied, while words are printed and not JSON. */
import { SingleBar } from 'cli-progress';

export interface CopyProgress {
  readonly bytes: number;
  readonly bytesExpected: number;
}

const MIB = 2 ** 20;

export async function withCopyBar<Result>(
  options: { readonly isShown: boolean; readonly title: string },
  work: (onProgress: (progress: CopyProgress) => void) => Promise<Result>,
): Promise<Result> {
  if (!options.isShown) return work(() => undefined);
  const format = `${options.title} [{bar}] {percentage}% {value}/{total} MB`;
  const bar = new SingleBar({ format, hideCursor: true, noTTYOutput: true });
  bar.start(1, 0);
  try {
    return await work(({ bytes, bytesExpected }) => {
      bar.setTotal(Math.max(Math.ceil(bytesExpected / MIB), 1));
      bar.update(Math.floor(bytes / MIB));
    });
  } finally {
    bar.stop();
  }
}

/** 73400320 → `70 MB`. */
export function formatBytes(bytes: number): string {
  return `${Math.ceil(bytes / MIB)} MB`;
}
