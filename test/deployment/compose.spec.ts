import { describe, expect, it } from '@jest/globals';
import { parseYaml, readText } from './read-files.ts';
import { composeProblems } from './schema-problems.ts';

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly healthcheck?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
}
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const TEXT = readText('docker-compose.yml');
// The schema has been checked by the first test; this is the part of it that the others read.
const COMPOSE = parseYaml(TEXT)[0] as ComposeFile;
const services = Object.entries(COMPOSE.services);
const built = services.filter(([, service]) => service.build !== undefined);
const withService = (name: string, change: object) => ({
  ...COMPOSE,
  services: { ...COMPOSE.services, [name]: { ...COMPOSE.services[name], ...change } },
});

describe('docker-compose.yml', () => {
  it.each(['docker-compose.yml', 'docker-compose.gpu.yml'])(
    '%s follows the Compose Specification',
    (file) => {
      expect(parseYaml(readText(file)).flatMap(composeProblems)).toEqual([]);
    },
  );

  it('would be refused with an unknown key', () => {
    const problems = composeProblems(withService('gateway', { dependsOn: ['kafka'] }));
    expect(problems).toEqual([expect.stringContaining('"additionalProperty":"dependsOn"')]);
  });

  it('would be refused with a value of the wrong type', () => {
    const problems = composeProblems(withService('gateway', { image: 17 }));
    expect(problems).toEqual([expect.stringMatching(/^\/services\/gateway\/image: must be string/)]);
  });

  it('would be refused with a key given twice', () => {
    expect(() => parseYaml('services: {}\nservices: {}\n')).toThrow(/unique/);
  });

  it('runs every service of the product, each from a target of the Dockerfile', () => {
    expect(built.map(([name]) => name).sort()).toEqual([
      'anomaly',
      'gateway',
      'ingestion',
      'profiles',
      'trainer',
    ]);
    const targets = [...readText('Dockerfile').matchAll(/^FROM .* AS (\S+)$/gm)].map((match) => match[1]);
    for (const [name, service] of built) {
      expect(service.build?.target).toBe(name);
      expect(targets).toContain(name);
    }
  });

  it('starts the services when database and broker are healthy', () => {
    for (const [, service] of built) {
      expect(service.depends_on).toMatchObject({
        kafka: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      });
    }
    for (const name of ['kafka', 'postgres']) expect(COMPOSE.services[name]?.healthcheck).toBeDefined();
  });

  it('keeps on declared volumes what must survive a restart', () => {
    const mounted = services.flatMap(([, service]) => service.volumes ?? []).map((one) => one.split(':')[0]);
    expect(new Set(mounted)).toEqual(new Set(Object.keys(COMPOSE.volumes)));
  });

  it('does not start without its secrets', () => {
    const secrets = [...TEXT.matchAll(/\$\{(CARTWISE_\w*(?:PASSWORD|SHOPS)\w*)(.*?)\}/g)];
    expect(new Set(secrets.map(([, name]) => name))).toEqual(
      new Set(['CARTWISE_DATABASE_PASSWORD', 'CARTWISE_SHOPS_FILE']),
    );
    for (const [, , otherwise] of secrets) expect(otherwise).toMatch(/^:\?\S/);
  });
});
