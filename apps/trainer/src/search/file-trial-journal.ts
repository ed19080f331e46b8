import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { OpenedJournal, TrialJournal, TrialResult } from '#ml';

const Header = z.object({ fingerprint: z.string() });
const Line = z.object({ key: z.string(), result: z.array(z.number()) });

/** A journal in a file of JSON lines: whose search it is, then a finished trial a line. */
export class FileTrialJournal implements TrialJournal {
  constructor(private readonly file: string) {}

  async open(fingerprint: string): Promise<OpenedJournal> {
    const finished = await this.read(fingerprint);
    // Written anew, and whole: the last line of a process that was killed may be half there.
    await mkdir(path.dirname(this.file), { recursive: true });
    const lines = [...finished].map(([key, result]) => ({ key, result }));
    const text = [{ fingerprint }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(`${this.file}.unfinished`, text);
    await rename(`${this.file}.unfinished`, this.file);
    return {
      finished,
      add: async (key, result) => appendFile(this.file, `${JSON.stringify({ key, result })}\n`),
    };
  }

  private async read(fingerprint: string): Promise<ReadonlyMap<string, TrialResult>> {
    const [header, ...lines] = (await readFile(this.file, 'utf8').catch(() => '')).split('\n').map(parsed);
    if (Header.safeParse(header).data?.fingerprint !== fingerprint) return new Map();
    return new Map(
      lines.flatMap((line) => {
        const { data } = Line.safeParse(line);
        return data === undefined ? [] : [[data.key, data.result] as const];
      }),
    );
  }
}

/** Undefined where a line is not JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
