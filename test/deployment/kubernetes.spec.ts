import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listFiles, parseYaml, readText } from './read-files.ts';
import { kubernetesProblems } from './schema-problems.ts';

type Labels = Readonly<Record<string, string>>;
interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly { readonly name: string }[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly requests: object; readonly limits: Readonly<Record<string, unknown>> };
  readonly securityContext: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
}
interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: { readonly securityContext: object; readonly containers: readonly Container[] };
}
/** What the tests read of any kind. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: Labels & { readonly matchLabels: Labels };
    readonly template: PodTemplate;
    readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
    readonly ports: readonly { readonly targetPort: string }[];
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly strategy: { readonly rollingUpdate: { readonly maxSurge: number } };
  };
}

const isKustomization = (file: string) => path.basename(file) === 'kustomization.yaml';
const FILES = listFiles('k8s').filter((file) => file.endsWith('.yaml'));
const MANIFEST_FILES = FILES.filter((file) => !isKustomization(file));
// Every manifest has passed its schema in the first test.
const MANIFESTS = MANIFEST_FILES.filter((file) => file.startsWith('k8s/base/')).flatMap(
  (file) => parseYaml(readText(file)) as readonly Manifest[],
);
const ofKind = (kind: string) => MANIFESTS.filter((manifest) => manifest.kind === kind);
const deployments = ofKind('Deployment');
const [trainer] = ofKind('CronJob');
const podTemplates = [
  ...deployments.map((one) => one.spec.template),
  ...ofKind('CronJob').map((one) => one.spec.jobTemplate.spec.template),
];
const picks = (selector: Labels) => (template: PodTemplate) =>
  Object.entries(selector).every(([key, value]) => template.metadata.labels[key] === value);

describe('the manifests in k8s/', () => {
  it.each(MANIFEST_FILES)('%s follows the Kubernetes API', (file) => {
    expect(parseYaml(readText(file)).flatMap(kubernetesProblems)).toEqual([]);
  });

  it('would be refused with an unknown key', () => {
    const [gateway] = deployments;
    const problems = kubernetesProblems({ ...gateway, spec: { ...gateway?.spec, replica: 2 } });
    expect(problems).toEqual([expect.stringContaining('"additionalProperty":"replica"')]);
  });

  it('would be refused with a value of the wrong type', () => {
    const [gateway] = deployments;
    const problems = kubernetesProblems({ ...gateway, spec: { ...gateway?.spec, replicas: 'two' } });
    expect(problems).toEqual([expect.stringMatching(/^\/spec\/replicas: must be integer/)]);
  });

  it('would be refused with an unknown kind', () => {
    expect(kubernetesProblems({ apiVersion: 'apps/v1', kind: 'Deploiment' })).toHaveLength(1);
  });

  it.each(FILES.filter(isKustomization))('%s lists files that exist, and all of them', (file) => {
    const kustomization = parseYaml(readText(file))[0] as {
      readonly resources: readonly string[];
      readonly patches?: readonly { readonly path: string }[];
    };
    const folder = path.dirname(file);
    const listed = [...kustomization.resources, ...(kustomization.patches ?? []).map((patch) => patch.path)];
    const folders = listed.filter((one) => !one.endsWith('.yaml')).map((one) => path.join(folder, one));
    for (const other of folders) expect(FILES).toContain(path.join(other, 'kustomization.yaml'));
    const siblings = MANIFEST_FILES.filter((one) => path.dirname(one) === folder);
    const named = listed.filter((one) => one.endsWith('.yaml')).map((one) => path.join(folder, one));
    expect(named.sort()).toEqual([...siblings].sort());
  });

  it('run every service of the product from an image the Dockerfile builds', () => {
    const images = podTemplates.flatMap((pod) => pod.spec.containers.map((container) => container.image));
    expect(images.sort()).toEqual([
      'cartwise/anomaly',
      'cartwise/gateway',
      'cartwise/ingestion',
      'cartwise/profiles',
      'cartwise/trainer',
    ]);
    for (const image of images) {
      expect(readText('Dockerfile')).toMatch(new RegExp(`^FROM .* AS ${path.basename(image)}$`, 'm'));
    }
  });

  it('select the pods they mean', () => {
    for (const { spec } of deployments) expect(picks(spec.selector.matchLabels)(spec.template)).toBe(true);
    const selectors = [
      ...ofKind('Service').map((one) => one.spec.selector as Labels),
      ...ofKind('PodDisruptionBudget').map((one) => one.spec.selector.matchLabels),
    ];
    for (const selector of selectors) expect(podTemplates.filter(picks(selector))).toHaveLength(1);
  });

  it('send traffic to ports that the containers open', () => {
    for (const service of ofKind('Service')) {
      const containers = podTemplates
        .filter(picks(service.spec.selector))
        .flatMap((pod) => pod.spec.containers);
      const open = containers.flatMap((container) => container.ports ?? []).map((port) => port.name);
      for (const { targetPort } of service.spec.ports) expect(open).toContain(targetPort);
    }
  });

  it('scale and protect every deployment, with two replicas at least', () => {
    const names = deployments.map((one) => one.metadata.name).sort();
    const scalers = ofKind('HorizontalPodAutoscaler');
    expect(scalers.map((one) => one.spec.scaleTargetRef.name).sort()).toEqual(names);
    for (const scaler of scalers) expect(scaler.spec.minReplicas).toBeGreaterThanOrEqual(2);
    expect(
      ofKind('PodDisruptionBudget')
        .map((one) => one.metadata.name)
        .sort(),
    ).toEqual(names);
  });

  it('probe every deployment', () => {
    for (const container of deployments.flatMap((one) => one.spec.template.spec.containers)) {
      expect(container).toMatchObject({
        livenessProbe: expect.anything(),
        readinessProbe: expect.anything(),
        startupProbe: expect.anything(),
      });
    }
  });

  it('bound every container and give it no privilege', () => {
    for (const { spec } of podTemplates) {
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of spec.containers) {
        expect(container.resources).toMatchObject({
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        });
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('hold no more connections to PostgreSQL than k8s/README.md adds up', () => {
    const [settings] = ofKind('ConfigMap') as unknown as readonly { readonly data: Labels }[];
    const poolOf = ({ spec }: PodTemplate) =>
      spec.containers[0]?.env.find(({ name }) => name === 'CARTWISE_DATABASE_POOL')?.value ??
      settings?.data['CARTWISE_DATABASE_POOL'];
    const pools = new Map(podTemplates.map((pod) => [pod.spec.containers[0]?.name, Number(poolOf(pod))]));
    const processes = new Map([
      ['trainer', 1],
      ...deployments.map(({ metadata, spec }) => {
        const scaler = ofKind('HorizontalPodAutoscaler').find(
          (one) => one.spec.scaleTargetRef.name === metadata.name,
        );
        const most = (scaler?.spec.maxReplicas ?? NaN) + spec.strategy.rollingUpdate.maxSurge;
        return [metadata.name.replace('cartwise-', ''), most] as const;
      }),
    ]);
    const readme = readText('k8s/README.md');
    const rows = [...readme.matchAll(/^\| (\w+) +((?:\| \d+ +){6})\|$/gm)];
    const sums = rows.map(([, service = '', cells = '']) => {
      const [pool = 0, offsets = 0, outbox = 0, one, count = 0, together = 0] =
        cells.match(/\d+/g)?.map(Number) ?? [];
      expect([service, pool, count]).toEqual([service, pools.get(service), processes.get(service)]);
      expect([one, together]).toEqual([pool + offsets + outbox, (pool + offsets + outbox) * count]);
      return together;
    });
    const all = sums.reduce((sum, together) => sum + together, 0);
    expect(sums).toHaveLength(pools.size);
    expect(readme).toContain(`**${all}**`);
    const reserved = 3;
    expect(all + reserved).toBeLessThanOrEqual(Number(/`max_connections` of (\d+)/.exec(readme)?.[1]));
  });

  it('train on one GPU', () => {
    const containers = trainer?.spec.jobTemplate.spec.template.spec.containers ?? [];
    expect(containers.map((container) => container.resources.limits['nvidia.com/gpu'])).toEqual([1]);
  });

  it('hold no secret', () => {
    expect(ofKind('Secret')).toEqual([]);
  });
});
