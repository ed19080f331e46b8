import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { Mapping } from './mapping.ts';

/** Reads and checks a mapping file. Throws an Error that names the file and each field at fault. */
export async function readMapping(file: string): Promise<Mapping> {
  const parsed = Mapping.safeParse(parseYaml(file, await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Error(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
