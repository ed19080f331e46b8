import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileKey, recordKey, TOPICS, type Event } from '#contracts';
import type {
  GetProfileRequest,
  GetProfileResponse,
  Profile,
} from '#contracts/generated/cartwise/profile/v1/profile';
import { callGrpc, loadConfig, openInfrastructure, ServiceConfig, startService } from '#service';
import type { Infrastructure, RunningService } from '#service';
import { freePort, startPostgres, type TestPostgres } from '#test-support';
import { ProfilesModule } from './profiles.module.ts';
import { TEST_CURRENCY, TEST_SHOP_ID, testEvent } from './testing/test-event.ts';

const API_KEY = 'test-key-0123456789';
const WRITE_KEY = 'test-write-key-0123456789';

describe('the profiles service', () => {
  let folder: string;
  let server: TestPostgres;
  let infrastructure: Infrastructure;
  let service: RunningService;
  let address: string;
  /** profiles.v1 as a reader sees it; null: deleted. */
  const changelog = new Map<string, Profile | null>();

  const append = (...events: Event[]) =>
    infrastructure.eventLog.append(
      TOPICS.events,
      events.map((event) => ({ key: recordKey(event.shopId, profileKey(event)), value: event })),
    );

  const getProfile = (request: Partial<GetProfileRequest>, apiKey = API_KEY) =>
    callGrpc<GetProfileResponse>(
      { address, apiKey },
      { package: 'profile', service: 'ProfileService', method: 'getProfile' },
      request,
    );

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-profiles-'));
    server = await startPostgres();
    const shopsFile = path.join(folder, 'shops.json');
    const shop = {
      id: TEST_SHOP_ID,
      keys: [
        { key: API_KEY, role: 'server' },
        { key: WRITE_KEY, role: 'write' },
      ],
      hashKey: 'x'.repeat(32),
      currency: TEST_CURRENCY,
    };
    await writeFile(shopsFile, JSON.stringify({ shops: [shop] }));
    const grpcPort = await freePort();
    infrastructure = await openInfrastructure(
      'profiles',
      loadConfig(ServiceConfig, {
        CARTWISE_DATABASE_URL: server.connectionString,
        CARTWISE_SHOPS_FILE: shopsFile,
        CARTWISE_ARTIFACTS_DIR: folder,
        CARTWISE_HOST: '127.0.0.1',
        CARTWISE_GRPC_PORT: String(grpcPort),
        CARTWISE_METRICS_PORT: '0',
        CARTWISE_LOG_LEVEL: 'silent',
      }),
    );
    service = await startService({ modules: [ProfilesModule], grpcPackages: ['profile'] }, infrastructure);
    address = `127.0.0.1:${grpcPort}`;
    await infrastructure.eventLog.follow({
      topic: TOPICS.profiles,
      from: 'earliest',
      batchSizeMax: 100,
      handle: async ({ records }) => {
        for (const { key, value } of records) {
          changelog.set(key, value === null ? null : TOPICS.profiles.codec.decode(value));
        }
      },
    });
  });

  afterAll(async () => {
    await service.stop();
    await infrastructure.close();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers with the profile that the events on the log make, and sends it on', async () => {
    await append(
      testEvent('product_viewed', { userId: 'ann', item: { itemId: 'mug', brand: 'Potter' } }),
      testEvent('products_searched', { userId: 'ann', query: 'mug' }),
    );
    await until(() => changelog.get('demo/u:ann')?.counts?.searches === 1);
    const { profile } = await getProfile({ userId: 'ann' });
    expect(profile).toMatchObject({
      profileId: 'u:ann',
      recent: [{ itemId: 'mug', kind: 'INTERACTION_KIND_VIEW' }],
      brands: [{ name: 'Potter', weight: 1 }],
      counts: { views: 1, searches: 1 },
    });
    expect(changelog.get('demo/u:ann')).toEqual(profile);
  });

  it('deletes a merged visitor from the changelog and answers for it with the user', async () => {
    await append(testEvent('product_viewed', { anonymousId: 'cookie', item: { itemId: 'jug' } }));
    await until(() => changelog.get('demo/a:cookie')?.counts?.views === 1);
    await append(testEvent('logged_in', { userId: 'bob', anonymousId: 'cookie' }));
    await until(() => changelog.get('demo/a:cookie') === null && changelog.has('demo/u:bob'));
    const { profile } = await getProfile({ anonymousId: 'cookie' });
    expect(profile).toMatchObject({
      profileId: 'u:bob',
      counts: { views: 1 },
      mergedAnonymousIds: ['cookie'],
    });
  });

  it('sends an event that cannot be folded to the rejected ones and goes on', async () => {
    const broken = { ...testEvent('product_viewed', { userId: 'eve', item: { itemId: 'x' } }), item: null };
    // An event that no parser of ours lets through, as a bug of ours would make it.
    await append(broken as unknown as Event, testEvent('page_viewed', { userId: 'eve' }));
    await until(() => changelog.has('demo/u:eve'));
    const rejected: string[] = [];
    await infrastructure.eventLog.follow({
      topic: TOPICS.eventsRejected,
      from: 'earliest',
      batchSizeMax: 10,
      handle: async ({ records }) => {
        for (const { value } of records) {
          const { code, eventId } = TOPICS.eventsRejected.codec.decode(value ?? new Uint8Array());
          rejected.push(`${code} ${eventId}`);
        }
      },
    });
    await until(() => rejected.length > 0);
    expect(rejected).toEqual([`EVENT_POISON ${broken.eventId}`]);
  });

  it.each([
    ['a shopper no event named', { userId: 'nobody' }, API_KEY, 'NOT_FOUND'],
    ['a request that names nobody', {}, API_KEY, 'REQUEST_INVALID_FIELD'],
    ['an id with control characters', { userId: 'a\n' }, API_KEY, 'REQUEST_INVALID_FIELD'],
    ['a caller without a known key', { userId: 'ann' }, 'unknown', 'UNAUTHENTICATED'],
    ['a page with its write key', { userId: 'ann' }, WRITE_KEY, 'PERMISSION_DENIED'],
  ])('refuses %s', async (_, request, apiKey, code) => {
    const error: unknown = await getProfile(request, apiKey).catch((caught: unknown) => caught);
    const trailers = (error as ServiceError).metadata;
    expect(trailers.get('cartwise-error-code')).toEqual([code]);
  });
});

/** Waits for what must come; the test's own timeout says when it did not. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
