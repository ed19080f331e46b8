import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const RESTRICTED_IMPORT = 'eslint(no-restricted-imports)';

const imports = (specifier: string) => `import { it } from '${specifier}'; export const shown = it;`;

/** By file: a source that breaks one arrow, and the rule that must say so. */
const FORBIDDEN: readonly (readonly [file: string, source: string, rule: string])[] = [
  ['libs/contracts/src/a.ts', imports('#ml'), RESTRICTED_IMPORT],
  ['libs/contracts/src/b.ts', imports('#event-log'), RESTRICTED_IMPORT],
  ['libs/contracts/src/c.ts', imports('#database'), RESTRICTED_IMPORT],
  ['libs/contracts/src/d.ts', imports('#service'), RESTRICTED_IMPORT],
  ['libs/ml/src/a.ts', imports('#event-log'), RESTRICTED_IMPORT],
  ['libs/ml/src/b.ts', imports('#database'), RESTRICTED_IMPORT],
  ['libs/ml/src/c.ts', imports('#service'), RESTRICTED_IMPORT],
  ['libs/ml/src/d.ts', imports('@nestjs/common'), RESTRICTED_IMPORT],
  ['libs/ml/src/e.ts', imports('node:fs'), RESTRICTED_IMPORT],
  ['libs/ml/src/f.ts', imports('node:fs/promises'), RESTRICTED_IMPORT],
  ['libs/ml/src/g.ts', 'export const chance = Math.random();', 'eslint(no-restricted-properties)'],
  ['libs/ml/src/h.ts', 'export const time = Date.now();', 'eslint(no-restricted-properties)'],
  ['libs/ml/src/cycle-a.ts', imports('./cycle-b.ts'), 'import(no-cycle)'],
  ['libs/ml/src/cycle-b.ts', imports('./cycle-a.ts'), 'import(no-cycle)'],
  ['libs/event-log/src/a.ts', imports('#ml'), RESTRICTED_IMPORT],
  ['libs/event-log/src/b.ts', imports('#database'), RESTRICTED_IMPORT],
  ['libs/event-log/src/c.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['libs/event-log/src/d.ts', imports('pg'), RESTRICTED_IMPORT],
  ['libs/event-log/src/kafka/a.ts', imports('pg'), RESTRICTED_IMPORT],
  ['libs/event-log/src/postgres/a.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['libs/event-log/src/postgres/b.ts', imports('typeorm'), RESTRICTED_IMPORT],
  ['libs/event-log/src/postgres/c.ts', imports('#database'), RESTRICTED_IMPORT],
  ['libs/database/src/a.ts', imports('#ml'), RESTRICTED_IMPORT],
  ['libs/database/src/b.ts', imports('#event-log'), RESTRICTED_IMPORT],
  ['libs/database/src/c.ts', imports('@nestjs/core'), RESTRICTED_IMPORT],
  ['libs/database/src/d.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['libs/database/src/e.ts', imports('@tensorflow/tfjs-core'), RESTRICTED_IMPORT],
  ['libs/database/src/f.ts', imports('../../ml/src/index.ts'), RESTRICTED_IMPORT],
  ['libs/service/src/a.ts', imports('pg'), RESTRICTED_IMPORT],
  ['libs/service/src/b.ts', imports('typeorm'), RESTRICTED_IMPORT],
  ['libs/service/src/c.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['libs/service/src/d.ts', imports('@tensorflow/tfjs-core'), RESTRICTED_IMPORT],
  ['libs/service/src/e.ts', imports('../../../apps/gateway/src/main.ts'), RESTRICTED_IMPORT],
  ['libs/service/src/f.ts', 'export const port = process.env;', 'node(no-process-env)'],
  ['apps/gateway/src/a.ts', imports('typeorm'), RESTRICTED_IMPORT],
  ['apps/gateway/src/b.ts', imports('pg'), RESTRICTED_IMPORT],
  ['apps/gateway/src/c.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['apps/gateway/src/d.ts', imports('@tensorflow/tfjs-node'), RESTRICTED_IMPORT],
  ['apps/gateway/src/e.ts', imports('../../anomaly/src/anomaly.module.ts'), RESTRICTED_IMPORT],
  ['apps/gateway/src/deep/f.ts', imports('../../../../libs/ml/src/index.ts'), RESTRICTED_IMPORT],
  ['apps/gateway/src/g.ts', 'export const port = process.env;', 'node(no-process-env)'],
  ['apps/all-in-one/src/a.ts', imports('../../../libs/ml/src/index.ts'), RESTRICTED_IMPORT],
  ['apps/all-in-one/src/b.ts', imports('kafkajs'), RESTRICTED_IMPORT],
  ['apps/all-in-one/src/c.ts', imports('../../gateway/src/recommend.ts'), RESTRICTED_IMPORT],
];

const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['libs/contracts/src/ok.ts', imports('zod')],
  ['libs/ml/src/ok.ts', imports('@tensorflow/tfjs-core')],
  ['libs/ml/src/features/ok.ts', imports('../models/model.ts')],
  ['libs/ml/src/tensorflow/ok.ts', imports('node:fs')],
  ['libs/event-log/src/kafka/ok.ts', imports('kafkajs')],
  ['libs/event-log/src/postgres/ok.ts', imports('pg')],
  ['libs/database/src/ok.ts', imports('typeorm')],
  ['libs/database/src/ok-too.ts', imports('pg')],
  ['libs/service/src/ok.ts', imports('@nestjs/common')],
  ['libs/service/src/ok-too.ts', imports('#event-log/kafka/kafka-event-log')],
  ['apps/gateway/src/ok.ts', imports('#service')],
  ['apps/gateway/src/config.ts', 'export const environment = process.env;'],
  ['apps/all-in-one/src/ok.ts', imports('../../gateway/src/gateway.module.ts')],
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

/** Runs the repository's own lint rules on a folder; type-aware rules stay out, no arrow needs them. */
function lint(folder: string): Promise<readonly Diagnostic[]> {
  const oxlint = path.join(REPOSITORY, 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [oxlint, '--format', 'json'], { cwd: folder }, (_error, stdout, stderr) => {
      try {
        resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics);
      } catch (cause) {
        reject(new Error(`oxlint gave no report: ${stderr}`, { cause }));
      }
    });
  });
}

describe('the arrows between packages', () => {
  let folder: string;
  let diagnostics: readonly Diagnostic[];
  const codesOf = (file: string) =>
    diagnostics.filter((one) => path.normalize(one.filename) === file).map((one) => one.code);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-arrows-'));
    await copyFile(path.join(REPOSITORY, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
    for (const [file, source] of [...FORBIDDEN, ...ALLOWED]) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), source);
    }
    diagnostics = await lint(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(FORBIDDEN)('%s may not hold: %s', (file, _source, rule) => {
    expect(codesOf(file)).toContain(rule);
  });

  it.each(ALLOWED)('%s may hold: %s', (file) => {
    expect(codesOf(file)).toEqual([]);
  });
});
