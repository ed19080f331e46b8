import { describe, expect, it } from '@jest/globals';
import { listFiles, readText } from './read-files.ts';

const VARIABLE = /\bCARTWISE_[A-Z_]+\b/g;
const variablesOf = (text: string) => [...text.matchAll(VARIABLE)].map(([name]) => name);
/** Variables that only docker compose itself reads. */
const OF_COMPOSE = new Set(['CARTWISE_DATABASE_PASSWORD', 'CARTWISE_TENSORFLOW']);

describe('the environment that the deployment files set', () => {
  const read = new Set(
    ['libs', 'apps']
      .flatMap(listFiles)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) => variablesOf(readText(file))),
  );

  it.each(['docker-compose.yml', 'Dockerfile', ...listFiles('k8s').filter((file) => file.endsWith('.yaml'))])(
    '%s names only variables that the services read',
    (file) => {
      const unread = variablesOf(readText(file)).filter((name) => !read.has(name) && !OF_COMPOSE.has(name));
      expect(unread).toEqual([]);
    },
  );

  it('is started as an app that exists', () => {
    const commands = [...readText('Dockerfile').matchAll(/^CMD .*"dist\/(apps\/[a-z-]+\/src\/main)\.js"/gm)];
    expect(commands).toHaveLength(5);
    const sources = listFiles('apps');
    for (const [, main] of commands) expect(sources).toContain(`${main}.ts`);
  });
});
